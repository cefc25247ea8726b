package norn.rehearsal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.rehearsal.postgres.PostgresPrograms;
import norn.rehearsal.system.Ports;
import norn.rehearsal.system.SystemPrograms;

/** Where what lies in a sandbox, with fresh ports and passwords. */
final class SandboxLayout {
    private static final String HERE = "127.0.0.1";

    private SandboxLayout() {}

    static SandboxDescription describe(Path root, SandboxOptions options, PostgresPrograms programs) {
        var ports = Ports.free(7).iterator();
        var run = root.resolve("run");
        var logs = root.resolve("logs");
        var shared = root.resolve("shared");
        var imported = shared.resolve("conf/import");
        var players = root.resolve("players");
        var jdk = SystemPrograms.jdk().toString();
        var game = new SandboxDescription.GamePorts(ports.next(), ports.next(), ports.next());
        var cache = cache(options, ports.next(), run, logs);

        Map<String, SandboxDescription.Service> services = new LinkedHashMap<>();
        Map<String, String> java = Map.of("JAVA_HOME", jdk);
        int aiPort = ports.next();
        int dashboardPort = ports.next();
        services.put(Sandbox.AI_SERVICE, service(root, Sandbox.AI_SERVICE, List.of("bin/ai-service"), java, aiPort));
        services.put(
                Sandbox.GAME_SERVERS,
                new SandboxDescription.Service(
                        Sandbox.GAME_SERVERS,
                        List.of("bin/game-servers", "--import", imported.toString()),
                        Map.of(),
                        run.resolve("game-servers.pid"),
                        logs.resolve("game-servers.log"),
                        null,
                        List.of(game.login(), game.character(), game.map())));
        services.put(
                Sandbox.DASHBOARD, service(root, Sandbox.DASHBOARD, List.of("bin/dashboard"), java, dashboardPort));

        return new SandboxDescription(
                root,
                root.resolve("origin.git"),
                Repository.OLD,
                Repository.NEW,
                root.resolve("releases"),
                root.resolve("active"),
                shared,
                List.of(
                        new SandboxDescription.Setting(shared.resolve("ai-service/.env"), "ai-service/.env"),
                        new SandboxDescription.Setting(shared.resolve("dashboard/.env.local"), "dashboard/.env.local")),
                imported,
                imported.resolve("char_conf.txt"),
                Settings.TESTER,
                Map.of("SHARED", shared.toString(), "JAVA_HOME", jdk),
                run,
                logs,
                root.resolve("backups"),
                new SandboxDescription.Database(
                        HERE,
                        ports.next(),
                        "ai_world_memory",
                        "norn",
                        Secrets.word(),
                        "ai_world_user",
                        Secrets.word(),
                        programs.major(),
                        programs.tools(),
                        programs.server(),
                        root.resolve("postgres/data"),
                        run.resolve("postgres.pid"),
                        logs.resolve("postgres.log")),
                cache,
                game,
                services,
                players,
                players.resolve("ledger.jsonl"),
                players.resolve("notices.log"),
                options);
    }

    private static SandboxDescription.Cache cache(SandboxOptions options, int port, Path run, Path logs) {
        var own = options.withCache(HERE, port, Secrets.word()).cache();
        var url = Objects.requireNonNull(Objects.requireNonNullElse(options.cache(), own));
        var password = url.getUserInfo().substring(1); // after the colon
        return new SandboxDescription.Cache(
                url.getHost(),
                url.getPort(),
                password,
                url.toString(),
                run.resolve("cache.pid"),
                logs.resolve("cache.log"));
    }

    private static SandboxDescription.Service service(
            Path root, String name, List<String> command, Map<String, String> environment, int port) {
        return new SandboxDescription.Service(
                name,
                command,
                environment,
                root.resolve("run").resolve(name + ".pid"),
                root.resolve("logs").resolve(name + ".log"),
                "http://%s:%d".formatted(HERE, port),
                List.of(port));
    }
}
