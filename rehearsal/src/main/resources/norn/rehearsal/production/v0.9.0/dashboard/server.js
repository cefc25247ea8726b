// The dashboard: a page for each module that was built, filled with what the AI service answers.
const fs = require("fs");
const http = require("http");
const path = require("path");

const settings = Object.fromEntries(fs.readFileSync(path.join(__dirname, ".env.local"), "utf8")
    .split("\n").filter(line => line.includes("=")).map(line => line.split(/=(.*)/s).slice(0, 2)));
const modules = JSON.parse(fs.readFileSync(path.join(__dirname, "build/modules.json"), "utf8"));
const release = fs.readFileSync(path.join(__dirname, "../RELEASE"), "utf8").trim();

function answer(response, status, type, text) {
    response.writeHead(status, {"Content-Type": type, "X-Release": release});
    response.end(text);
}

function json(response, status, value) {
    answer(response, status, "application/json", JSON.stringify(value));
}

function index() {
    const items = Object.keys(modules).map(name => `<li><a href="/modules/${name}">${name}</a></li>`);
    return `<!doctype html><title>AI world</title><h1>AI world</h1><ul>${items.join("")}</ul>`;
}

async function showModule(response, name) {
    if (!Object.hasOwn(modules, name)) {
        json(response, 404, {error: "no such module"});
        return;
    }
    const source = modules[name].source;
    const page = await fetch(settings.AI_SERVICE_URL + source, {signal: AbortSignal.timeout(5000)});
    const data = await page.text();
    if (page.status !== 200) {
        json(response, 502, {error: `the AI service answered ${page.status} to ${source}`});
        return;
    }
    const shown = data.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    answer(response, 200, "text/html", modules[name].text.replace("{{data}}", () => shown));
}

const server = http.createServer(async (request, response) => {
    const page = request.url;
    try {
        if (page === "/api/health") {
            json(response, 200, {status: "ok", service: "dashboard", timestamp: new Date().toISOString()});
        } else if (page === "/api/info") {
            json(response, 200, {release, directory: path.dirname(__dirname), pid: process.pid});
        } else if (page === "/api/modules") {
            json(response, 200, {modules: Object.keys(modules)});
        } else if (page === "/") {
            answer(response, 200, "text/html", index());
        } else if (page.startsWith("/modules/")) {
            await showModule(response, page.slice("/modules/".length));
        } else {
            json(response, 404, {error: "no such page"});
        }
    } catch (failed) {
        json(response, 502, {error: String(failed)});
    }
});
server.listen(Number(settings.PORT), "127.0.0.1", () => console.log(`dashboard, release ${release}, listens`));
for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => process.exit(0));
}
