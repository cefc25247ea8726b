// Checks the modules, and lists them in build/modules.json: name, page of the AI service, text.
const fs = require("fs");
const path = require("path");

const folder = path.join(__dirname, "modules");
const modules = {};
for (const file of fs.readdirSync(folder).filter(name => name.endsWith(".html")).sort()) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    const source = /^<!-- source: (\S+) -->/.exec(text);
    if (!source) {
        throw new Error(`${file}: its first line names no source`);
    }
    modules[file.slice(0, -".html".length)] = {source: source[1], text};
}
fs.mkdirSync(path.join(__dirname, "build"), {recursive: true});
fs.writeFileSync(path.join(__dirname, "build/modules.json"), JSON.stringify(modules));
