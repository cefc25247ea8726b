package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import norn.rehearsal.system.Directories;

/** The files that git does not hold: they are laid over each fresh checkout, with their modes. */
final class Settings {
    static final String TESTER = "tester";

    /** A page that this installation has of its own, relative to the release. */
    static final String SITE_MODULE = "dashboard/modules/site.html";

    private Settings() {}

    static void write(SandboxDescription sandbox) throws IOException {
        var shared = sandbox.shared();
        var bridgeKey = Secrets.word();
        var database = sandbox.database();
        var production = sandbox.production();
        Directories.writeSecret(shared.resolve("ai-service/.env"), """
            DATABASE_URL=postgresql://%s:%s@%s:%d/%s
            CACHE_URL=%s
            PORT=%d
            BRIDGE_KEY=%s
            LLM_OPTIMIZATION_MODE=economy
            DB_POOL_SIZE=10
            RATE_LIMIT_PER_MINUTE=6000
            OPENAI_API_KEY=sk-rehearsal-%s
            ANTHROPIC_API_KEY=sk-ant-rehearsal-%s
            DEEPSEEK_API_KEY=sk-rehearsal-%s
            JAVA_HOME=%s
            %s\
            """.formatted(
                        database.owner(),
                        database.ownerPassword(),
                        database.host(),
                        database.port(),
                        database.name(),
                        sandbox.cache().url(),
                        port(sandbox, Sandbox.AI_SERVICE),
                        bridgeKey,
                        Secrets.word(),
                        Secrets.word(),
                        Secrets.word(),
                        sandbox.buildEnvironment().get("JAVA_HOME"),
                        production == null
                                ? ""
                                : "CHARACTERS_URL=%s%n"
                                        .formatted(production.characters().url())));
        Directories.writeSecret(shared.resolve("dashboard/.env.local"), """
            PORT=%d
            AI_SERVICE_URL=http://127.0.0.1:%d
            ADMIN_PASSWORD=%s
            LOGS=%s
            """.formatted(
                port(sandbox, Sandbox.DASHBOARD), port(sandbox, Sandbox.AI_SERVICE), Secrets.word(), sandbox.logs()));
        var site = sandbox.shared().resolve(SITE_MODULE);
        Files.createDirectories(site.getParent());
        Files.writeString(site, """
            <!-- source: /api/v1/health -->
            <!doctype html>
            <title>this site</title>
            <h1>A page of this installation, which is in no release</h1>
            <pre>{{data}}</pre>
            """);
        var imported = sandbox.importDirectory();
        Files.createDirectories(imported);
        Files.writeString(sandbox.maintenanceFile(), """
            char_maintenance: no
            char_maintenance_min_group: 99
            """);
        Directories.writeSecret(imported.resolve("inter_conf.txt"), """
            login_port: %d
            char_port: %d
            map_port: %d
            inter_key: %s
            """.formatted(
                        sandbox.gamePorts().login(),
                        sandbox.gamePorts().character(),
                        sandbox.gamePorts().map(),
                        Secrets.word()));
        Directories.writeSecret(
                imported.resolve("ai_bridge.conf"), """
                    ai_service_port: %d
                    timeout_seconds: 3
                    bridge_key: %s
                    """.formatted(port(sandbox, Sandbox.AI_SERVICE), bridgeKey));
        Directories.writeSecret(
                imported.resolve("accounts.txt"), accounts(sandbox.options().players()));
    }

    private static int port(SandboxDescription sandbox, String service) {
        return Sandbox.service(sandbox, service).ports().get(0);
    }

    private static String accounts(int players) {
        var lines = new StringBuilder();
        for (var i = 1; i <= players; i++) {
            lines.append("player%d %s 0%n".formatted(i, Secrets.word()));
        }
        return lines.append("%s %s 99%n".formatted(TESTER, Secrets.word())).toString();
    }

    /** Copies the settings, and what else git does not hold, into a release's directory. */
    static void overlay(SandboxDescription sandbox, Path release) throws IOException {
        for (var setting : sandbox.settings()) {
            var target = release.resolve(setting.to());
            Files.createDirectories(target.getParent());
            Files.copy(setting.from(), target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        }
        if (sandbox.production() != null) {
            Files.copy(sandbox.shared().resolve(SITE_MODULE), release.resolve(SITE_MODULE));
            Files.createSymbolicLink(release.resolve("conf/import"), sandbox.importDirectory());
        }
    }
}
