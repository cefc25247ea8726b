package norn.rehearsal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.rehearsal.SandboxDescription.Manager;
import norn.rehearsal.SandboxDescription.Service;
import norn.rehearsal.postgres.PostgresPrograms;
import norn.rehearsal.production.ProductionTools;
import norn.rehearsal.system.Ports;
import norn.rehearsal.system.SystemPrograms;
import org.jspecify.annotations.Nullable;

/** Where what lies in a sandbox, with fresh ports and passwords. */
final class SandboxLayout {
    private static final String HERE = "127.0.0.1";

    private SandboxLayout() {}

    static SandboxDescription describe(
            Path root, SandboxOptions options, PostgresPrograms programs, @Nullable ProductionTools production) {
        var ports = Ports.free(8).iterator();
        var run = root.resolve("run");
        var logs = root.resolve("logs");
        var shared = root.resolve("shared");
        var imported = shared.resolve("conf/import");
        var players = root.resolve("players");
        var jdk = SystemPrograms.jdk().toString();
        var game = new SandboxDescription.GamePorts(ports.next(), ports.next(), ports.next());
        var cache = cache(options, ports.next(), run, logs);

        var servicePorts = new ServicePorts(ports.next(), game, ports.next());
        Map<String, Service> services = new LinkedHashMap<>();
        (production == null
                        ? plain(root, jdk, imported, servicePorts)
                        : likeProduction(root, servicePorts, production.systemctl() != null))
                .forEach(service -> services.put(service.name(), service));

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
                options,
                production == null ? null : production(production, root, ports.next()));
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

    private static SandboxDescription.Production production(ProductionTools tools, Path root, int port) {
        var mariadb = tools.mariadb();
        var systemctl = tools.systemctl();
        return new SandboxDescription.Production(
                root.resolve("installed"),
                tools.node().node(),
                tools.node().pm2(tools.pm2Home()),
                tools.pm2Home(),
                tools.pythonPackages(),
                new SandboxDescription.Characters(
                        port,
                        "ragnarok",
                        "ragnarok",
                        Secrets.word(),
                        "norn",
                        Secrets.word(),
                        mariadb.bin(),
                        mariadb.share(),
                        root.resolve("mariadb"),
                        root.resolve("run/mariadb.pid"),
                        root.resolve("logs/mariadb.log")),
                systemctl == null ? null : systemctl.command());
    }

    private record ServicePorts(int aiService, SandboxDescription.GamePorts game, int dashboard) {
        List<Integer> gameServers() {
            return List.of(game.login(), game.character(), game.map());
        }
    }

    private static List<Service> plain(Path root, String jdk, Path imported, ServicePorts ports) {
        var java = Map.of("JAVA_HOME", jdk);
        var game = List.of("bin/game-servers", "--import", imported.toString());
        return List.of(
                answering(root, Sandbox.AI_SERVICE, List.of("bin/ai-service"), java, ports.aiService, Manager.PROCESS),
                service(root, Sandbox.GAME_SERVERS, game, Map.of(), null, ports.gameServers(), Manager.PROCESS),
                answering(root, Sandbox.DASHBOARD, List.of("bin/dashboard"), java, ports.dashboard, Manager.PROCESS));
    }

    private static List<Service> likeProduction(Path root, ServicePorts ports, boolean systemd) {
        var file = List.of("ecosystem.config.js");
        var python = List.of("ai-service/venv/bin/python", "ai-service/main.py");
        return List.of(
                systemd
                        ? answering(root, Sandbox.AI_SERVICE, python, Map.of(), ports.aiService, Manager.SYSTEMD)
                        : answering(root, Sandbox.AI_SERVICE, file, Map.of(), ports.aiService, Manager.PM2),
                service(
                        root,
                        Sandbox.GAME_SERVERS,
                        List.of("./athena-start"),
                        Map.of(),
                        null,
                        ports.gameServers(),
                        Manager.SCRIPT),
                answering(root, Sandbox.DASHBOARD, file, Map.of(), ports.dashboard, Manager.PM2));
    }

    private static Service answering(
            Path root, String name, List<String> command, Map<String, String> environment, int port, Manager manager) {
        return service(root, name, command, environment, "http://%s:%d".formatted(HERE, port), List.of(port), manager);
    }

    private static Service service(
            Path root,
            String name,
            List<String> command,
            Map<String, String> environment,
            @Nullable String url,
            List<Integer> ports,
            Manager manager) {
        return new Service(
                name,
                command,
                environment,
                root.resolve("run").resolve(name + ".pid"),
                root.resolve("logs").resolve(name + ".log"),
                url,
                ports,
                manager);
    }
}
