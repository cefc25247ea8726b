// The AI service and the dashboard for pm2, each at work in the folder of this release.
const fs = require("fs");
const path = require("path");

const logs = /^LOGS=(.*)$/m.exec(fs.readFileSync(path.join(__dirname, "dashboard/.env.local"), "utf8"))[1];

function app(name, more) {
    const log = path.join(logs, name + ".log");
    return {name, cwd: __dirname, out_file: log, error_file: log, merge_logs: true, ...more};
}

module.exports = {
    apps: [
        app("ai-service", {
            script: "ai-service/venv/bin/python",
            args: "ai-service/main.py",
            interpreter: "none",
            kill_timeout: 8000,
        }),
        app("dashboard", {script: "dashboard/server.js", kill_timeout: 3000}),
    ],
};
