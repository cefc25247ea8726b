package norn.cli.rehearsal;

import static norn.cli.rehearsal.Yaml.map;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.rehearsal.LedgerMain;
import norn.rehearsal.World;
import norn.rehearsal.WorldDescription;

/** What a host has to offer to Norn, for the practice world: one section a capability. */
final class RehearsalHands {
    private static final List<String> MODULES =
            List.of("agents", "costs", "health", "problems", "release", "story", "world");

    private final WorldDescription world;
    private final Path records;
    private final String ai;
    private final String dashboard;

    RehearsalHands(WorldDescription world, Path records) {
        this.world = world;
        this.records = records;
        this.ai = url(World.AI_SERVICE);
        this.dashboard = url(World.DASHBOARD);
    }

    Map<String, Object> sections() {
        return map(
                "records",
                records.toString(),
                "secrets",
                secrets(),
                "host",
                host(),
                "code",
                code(),
                "configuration",
                configuration(),
                "services",
                map("components", components()),
                "players",
                players(),
                "database",
                database(),
                "cache",
                map("url", world.cache().url().replaceAll("//[^@/]*@", "//"), "passwordSecret", "cachePassword"),
                "probes",
                map("within", "20s", "patience", "2s", "named", probes()),
                "channels",
                channels(),
                "watch",
                watch());
    }

    private Map<String, Object> secrets() {
        return map(
                "databasePassword",
                map("value", world.database().superuserPassword()),
                "cachePassword",
                map("value", world.cache().password()));
    }

    private Map<String, Object> host() {
        return map(
                "cpus",
                1,
                "memoryGigabytes",
                1,
                "diskGigabytes",
                1,
                "diskFreeGigabytes",
                0.5,
                "diskPath",
                world.root().toString(),
                "tools",
                map(
                        "git",
                        map("command", List.of("git", "--version")),
                        "make",
                        map("command", List.of("make", "--version")),
                        "cc",
                        map("command", List.of("cc", "--version")),
                        "java",
                        map("command", List.of(Path.of(jdk(), "bin", "java").toString(), "-version"), "least", "17"),
                        "pg_dump",
                        map(
                                "command",
                                List.of(
                                        world.database()
                                                .tools()
                                                .resolve("pg_dump")
                                                .toString(),
                                        "--version"))),
                "reachable",
                List.of(
                        world.database().host() + ":" + world.database().port(),
                        world.cache().host() + ":" + world.cache().port()),
                "writable",
                List.of(world.releases().toString(), world.backups().toString()),
                "secrets",
                List.of("databasePassword", "cachePassword"));
    }

    private Map<String, Object> code() {
        var environment = new LinkedHashMap<String, Object>(world.buildEnvironment());
        return map(
                "repository",
                world.repository().toString(),
                "releases",
                world.releases().toString(),
                "active",
                world.active().toString(),
                "builds",
                map(
                        World.AI_SERVICE,
                        map(
                                "commands",
                                List.of(List.of("make", "deps"), List.of("make", "ai-service")),
                                "outputs",
                                List.of("build/ai-service/.complete"),
                                "environment",
                                environment),
                        World.GAME_SERVERS,
                        map(
                                "commands",
                                List.of(List.of("make", "server", "-j2")),
                                "outputs",
                                List.of("bin/game-servers", "bin/login-server", "bin/char-server", "bin/map-server"),
                                "environment",
                                environment),
                        World.DASHBOARD,
                        map(
                                "commands",
                                List.of(List.of("make", "dashboard")),
                                "outputs",
                                List.of("build/dashboard/.complete"),
                                "environment",
                                environment)));
    }

    private Map<String, Object> configuration() {
        var files = new LinkedHashMap<String, Object>();
        for (var setting : world.settings()) {
            var component = setting.to().startsWith("ai-service/") ? World.AI_SERVICE : World.DASHBOARD;
            var file = map("from", setting.from().toString(), "to", setting.to(), "mode", "600");
            if (component.equals(World.AI_SERVICE)) {
                file.put("set", map("LLM_OPTIMIZATION_MODE", "balanced"));
                file.put(
                        "required",
                        List.of(
                                "DATABASE_URL",
                                "CACHE_URL",
                                "OPENAI_API_KEY",
                                "ANTHROPIC_API_KEY",
                                "DEEPSEEK_API_KEY"));
                file.put("connections", List.of("DATABASE_URL", "CACHE_URL"));
            } else file.put("required", List.of("PORT", "AI_SERVICE_URL"));
            files.put(component, file);
        }
        return map("files", files);
    }

    private Map<String, Object> components() {
        var components = new LinkedHashMap<String, Object>();
        world.services().values().forEach(service -> components.put(service.name(), component(service)));
        components.put(
                "postgresql",
                map(
                        "manager",
                        "external",
                        "owner",
                        "the practice world",
                        "ports",
                        List.of(world.database().port())));
        components.put(
                "cache",
                map(
                        "manager",
                        "external",
                        "owner",
                        "the practice world",
                        "ports",
                        List.of(world.cache().port())));
        return components;
    }

    private static Map<String, Object> component(WorldDescription.Service service) {
        var component = map(
                "manager",
                "process",
                "command",
                service.command(),
                "pidFile",
                service.pidFile().toString(),
                "log",
                service.logFile().toString(),
                "environment",
                new LinkedHashMap<String, Object>(service.environment()),
                "ports",
                service.ports(),
                "healthyWithin",
                "20s",
                "stable",
                "1s",
                "stopsWithin",
                "10s");
        if (service.name().equals(World.AI_SERVICE)) component.put("probe", "ai-health");
        if (service.name().equals(World.DASHBOARD)) component.put("probe", "dashboard-health");
        return component;
    }

    private Map<String, Object> players() {
        var gameMaster =
                List.of("bin/gmctl", "--port", String.valueOf(world.gamePorts().map()));
        return map(
                "door",
                map(
                        "file",
                        world.doorFile().toString(),
                        "closed",
                        map("char_maintenance", "yes", "char_maintenance_min_group", "99"),
                        "open",
                        map("char_maintenance", "no")),
                "sessions",
                with(gameMaster, "sessions"),
                "notice",
                with(gameMaster, "notice", "{text}"),
                "kick",
                with(gameMaster, "kick"),
                "countdown",
                "2s",
                "notices",
                List.of("1s"),
                "patience",
                "5s");
    }

    private Map<String, Object> database() {
        var database = world.database();
        return map(
                "url",
                "jdbc:postgresql://%s:%d".formatted(database.host(), database.port()),
                "name",
                database.name(),
                "owner",
                database.owner(),
                "user",
                database.superuser(),
                "passwordSecret",
                "databasePassword",
                "backups",
                world.backups().toString(),
                "offsite",
                world.root().resolve("offsite").toString(),
                "migrations",
                "migrations",
                "baseline",
                "0",
                "tools",
                database.tools().toString(),
                "minimumTables",
                18,
                "verify",
                List.of(
                        map("name", "agents", "sql", "SELECT count(*) FROM agents WHERE enabled", "expect", "21"),
                        map("name", "zones", "sql", "SELECT count(*) > 0 FROM zones", "expect", "t")));
    }

    private Map<String, Object> probes() {
        var modules = new ArrayList<String>(List.of(dashboard + "/"));
        MODULES.forEach(module -> modules.add(dashboard + "/modules/" + module));
        return map(
                "ai-health",
                http(List.of(ai + "/api/v1/health"), "expect", map("status", "healthy")),
                "smoke",
                http(List.of(ai + "/api/v1/world/state", ai + "/api/v1/world/problems")),
                "agents",
                http(
                        List.of(ai + "/api/v1/world/agents/status"),
                        "counts",
                        List.of(
                                map("at", "agents", "exactly", 21),
                                map("at", "agents", "where", map("status", "active"), "exactly", 21))),
                "content",
                http(List.of(ai + "/api/v1/world/state", ai + "/api/v1/storyline/active")),
                "circuit-breakers",
                http(List.of(ai + "/api/v1/health/detailed"), "expect", map("status", "healthy")),
                "story-arcs",
                http(List.of(ai + "/api/v1/storyline/active")),
                "economy",
                map("kind", "sql", "statement", "SELECT count(*) FROM economy_prices", "least", 1),
                "metrics",
                http(List.of(ai + "/metrics")),
                "dashboard-health",
                http(List.of(dashboard + "/api/health"), "expect", map("status", "ok")),
                "dashboard-modules",
                http(modules),
                "story",
                http(
                        List.of(ai + "/api/v1/storyline/generate"),
                        "method",
                        "POST",
                        "body",
                        "{\"theme\": \"maintenance is over\"}",
                        "status",
                        List.of(200, 201, 400),
                        "once",
                        true),
                "websocket",
                map(
                        "kind",
                        "websocket",
                        "url",
                        ai.replace("http:", "ws:") + "/ws",
                        "send",
                        "{\"type\": \"ping\"}",
                        "expect",
                        "pong"),
                "bridge",
                playtest(),
                "player-flow",
                playtest(),
                "player-records",
                playerRecords(),
                "logs",
                map(
                        "kind",
                        "logs",
                        "files",
                        List.of(service(World.AI_SERVICE).logFile().toString()),
                        "allow",
                        List.of("llm\\.groq: no API key", "extension vector not found"),
                        "since",
                        "2m"));
    }

    /** Plays through once as a tester, who gets past the shut door; the write goes over the bridge to the AI service. */
    private Map<String, Object> playtest() {
        return map(
                "kind",
                "command",
                "command",
                List.of(
                        "bin/playtest",
                        "--import",
                        Objects.requireNonNull(world.doorFile().getParent()).toString(),
                        "--account",
                        world.testerAccount()),
                "expect",
                "ok +find it again");
    }

    /** Compares the players' own ledger with the databases. */
    private Map<String, Object> playerRecords() {
        return map(
                "kind",
                "command",
                "command",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerMain.class.getName(),
                        world.root().toString()),
                "values",
                map(
                        "ledgerConfirmed",
                        "total",
                        "ledgerKept",
                        "kept",
                        "ledgerSetAside",
                        "setAside",
                        "ledgerLost",
                        "lost"));
    }

    private Map<String, Object> channels() {
        var folder = world.root().resolve("channels");
        return map(
                "players",
                List.of(log(folder, "players")),
                "stakeholders",
                List.of(log(folder, "stakeholders")),
                "status-page",
                List.of(log(folder, "status-page")),
                "pager",
                List.of(log(folder, "pager")));
    }

    private Map<String, Object> watch() {
        return map(
                "every",
                "500ms",
                "agents",
                map("url", ai + "/api/v1/world/agents/status", "expected", 21),
                "costs",
                map("url", ai + "/api/v1/admin/llm-costs"),
                "metrics",
                map(
                        "url",
                        ai + "/metrics",
                        "latency",
                        "http_request_duration_seconds",
                        "requests",
                        "http_requests_total",
                        "poolUsed",
                        "db_pool_connections_in_use",
                        "poolSize",
                        "db_pool_connections_max"),
                "services",
                List.copyOf(world.services().keySet()),
                "logs",
                map(
                        "files",
                        List.of(service(World.AI_SERVICE).logFile().toString()),
                        "allow",
                        List.of("llm\\.groq: no API key", "extension vector not found")),
                "integrity",
                map(
                        "memories-without-npc",
                        "SELECT count(*) FROM npc_memories m LEFT JOIN npcs n ON n.id = m.npc_id WHERE n.id IS NULL"));
    }

    private static Map<String, Object> http(List<String> urls, Object... more) {
        var probe = map("kind", "http", "urls", urls);
        probe.putAll(map(more));
        return probe;
    }

    private static Map<String, Object> log(Path folder, String audience) {
        return map("kind", "log", "file", folder.resolve(audience + ".jsonl").toString());
    }

    private static List<String> with(List<String> command, String... more) {
        var whole = new ArrayList<>(command);
        whole.addAll(List.of(more));
        return whole;
    }

    private String jdk() {
        return Objects.requireNonNull(world.buildEnvironment().get("JAVA_HOME"), "JAVA_HOME");
    }

    private String url(String name) {
        return Objects.requireNonNull(service(name).url(), name);
    }

    private WorldDescription.Service service(String name) {
        return Objects.requireNonNull(world.services().get(name), name);
    }
}
