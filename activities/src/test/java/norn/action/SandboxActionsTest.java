package norn.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.channel.ChannelSettings;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.database.postgres.DatabaseSettings;
import norn.files.JsonPathExpression;
import norn.plan.Order;
import norn.probe.Probe;
import norn.probe.ProbeSettings;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxDescription;
import norn.rehearsal.SandboxOptions;
import norn.service.ServiceSettings;
import norn.sessions.SessionsSettings;
import norn.state.Evidence;
import norn.watch.WatchSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment of the practice world and its rollback, action by action. */
@Tag("server")
class SandboxActionsTest {
    @TempDir
    Path root;

    private ActionHarness harness;

    @Test
    void a_release_goes_live_and_the_old_one_comes_back() throws Exception {
        var sandbox = Sandbox.create(
                root.resolve("world"),
                SandboxOptions.standard().withSizeGb(0.02).withPlayers(3),
                line -> {});
        try {
            harness = harness(sandbox.description());
            target(sandbox.description());
            prepare();
            shutDown(sandbox);
            the_new_release_dies_on_the_old_schema();
            migrate();
            goLive(sandbox);
            rollBack(sandbox);
        } catch (ActionFailed failed) {
            var log = Files.readString(
                    sandbox.description().services().get(Sandbox.AI_SERVICE).logFile());
            throw new AssertionError(log.substring(Math.max(0, log.length() - 3000)), failed);
        } finally {
            sandbox.destroy();
        }
    }

    private void prepare() {
        run("check-out", null);
        for (var component : List.of("ai-service", "game-servers", "dashboard")) {
            run("build", component);
        }
        for (var component : List.of("ai-service", "dashboard")) {
            run("configure", component);
        }
        var checked = run("check-configuration", null);
        assertThat(checked.values()).containsEntry("connections", 2).containsEntry("optimizationMode", "balanced");
        assertThat(run("verify-code", null).values()).containsEntry("active", false);
        assertThat(run("count-sessions", "game-servers", "minimum", 3).values()).containsEntry("sessions", 3);
        assertThat(run("measure", null).values()).containsEntry("agentsFailingPercent", 0.0);
    }

    private void shutDown(Sandbox sandbox) throws Exception {
        run("enable-maintenance", "game-servers");
        assertThat(run("drain-sessions", "game-servers").values()).containsEntry("sessionsAtStop", 0);
        for (var component : List.of("dashboard", "game-servers", "ai-service")) {
            assertThat(run("stop-service", component).outcome()).isEqualTo(Evidence.Outcome.DONE);
        }
        run("verify-stopped", null, "services", List.of("dashboard", "game-servers", "ai-service"));
        run("ensure-running", "postgresql");
        run("activate", null);
        assertThat(sandbox.description().active().toRealPath().getFileName()).hasToString("v1.0.0");
    }

    private void the_new_release_dies_on_the_old_schema() {
        var failed = catchThrowableOfType(ActionFailed.class, () -> run("start-service", "ai-service"));

        assertThat(failed.error()).isEqualTo("ServiceDied");
        assertThat(failed).hasMessageContaining("the schema is older than this release needs");
    }

    private void migrate() {
        run("copy-database", null);
        run("migrate-database", null);
        run("verify-migrations", null);
        run("swap-database", null);
    }

    private void goLive(Sandbox sandbox) {
        for (var component : List.of("ai-service", "game-servers", "dashboard")) {
            assertThat(run("start-service", component).values()).containsEntry(component + ".release", "v1.0.0");
        }
        var asked = run(
                "probe",
                null,
                "probes",
                List.of("ai-health", "agents", "websocket", "play", "story", "prices", "logs"));
        assertThat(asked.values()).containsEntry("agents.agentsCounted", 21);
        run("disable-maintenance", "game-servers");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sandbox.ledger().entries().stream()
                        .anyMatch(entry -> entry.toString().contains("v1.0.0")));
        var watched = run(
                "watch",
                null,
                "windowSeconds",
                2,
                "criteria",
                List.of(Map.of(
                        "id",
                        "agents-failing",
                        "measure",
                        "agentsFailingPercent",
                        "comparison",
                        "ABOVE",
                        "limit",
                        50)));
        assertThat(watched.met()).isEmpty();
        assertThat(watched.values()).containsEntry("uptimePercent", 100.0).containsKey("responseP95Milliseconds");
        run("announce", null, "audience", "players", "message", "deployment-successful");
    }

    private void rollBack(Sandbox sandbox) {
        run("enable-maintenance", "game-servers");
        run("drain-sessions", "game-servers");
        for (var component : List.of("dashboard", "game-servers", "ai-service")) {
            run("stop-service", component);
        }
        run("restore-database", null);
        run("restore-code", null);
        for (var component : List.of("ai-service", "game-servers", "dashboard")) {
            assertThat(run("start-service", component).values()).containsEntry(component + ".release", "v0.9.0");
        }
        run("probe", null, "probes", List.of("ai-health", "agents", "play"));
        run("disable-maintenance", "game-servers");
        assertThat(sandbox.compareLedger().lost()).isZero();
    }

    private int steps;

    private Evidence run(String action, String component, Object... options) {
        var order = harness.order("%s-%d".formatted(action, ++steps), options);
        return harness.run(
                action,
                new Order(
                        order.deployment(),
                        order.environment(),
                        order.release(),
                        order.previousRelease(),
                        component,
                        order.step(),
                        order.attempt(),
                        order.fence(),
                        null,
                        order.options(),
                        order.context()));
    }

    private void target(SandboxDescription sandbox) throws Exception {
        var active = sandbox.active().toRealPath();
        new Target(
                        "rehearsal-v1.0.0-20261201-0900",
                        "2026-12-01T09:00:00Z",
                        "v0.9.0",
                        active.toString(),
                        sandbox.database().name(),
                        "f",
                        Map.of())
                .write(root.resolve("records"));
    }

    private ActionHarness harness(SandboxDescription sandbox) throws Exception {
        Files.createDirectories(sandbox.backups());
        return new ActionHarness(
                root.resolve("records"),
                Map.of("databasePassword", sandbox.database().superuserPassword()),
                List.of(
                        code(sandbox),
                        configuration(sandbox),
                        services(sandbox),
                        players(sandbox),
                        database(sandbox),
                        probes(sandbox),
                        watch(sandbox),
                        channels()),
                "");
    }

    private CodeSettings code(SandboxDescription sandbox) {
        var builds = new LinkedHashMap<String, CodeSettings.Build>();
        builds.put("ai-service", build(sandbox, List.of("deps", "ai-service"), List.of("build/ai-service/.complete")));
        builds.put("game-servers", build(sandbox, List.of("server"), List.of("bin/game-servers", "bin/map-server")));
        builds.put("dashboard", build(sandbox, List.of("dashboard"), List.of("build/dashboard/.complete")));
        return new CodeSettings(
                sandbox.repository().toString(),
                sandbox.releases(),
                sandbox.active(),
                List.of("git"),
                10,
                List.of(),
                builds);
    }

    private static CodeSettings.Build build(SandboxDescription sandbox, List<String> goals, List<String> outputs) {
        var commands = new ArrayList<List<String>>();
        for (var goal : goals) {
            commands.add(List.of("make", goal));
        }
        return new CodeSettings.Build(".", commands, outputs, List.of(), sandbox.buildEnvironment());
    }

    private static ConfigurationSettings configuration(SandboxDescription sandbox) {
        var files = new LinkedHashMap<String, ConfigurationSettings.ConfigurationFile>();
        for (var setting : sandbox.settings()) {
            var ai = setting.to().startsWith("ai-service/");
            files.put(
                    ai ? "ai-service" : "dashboard",
                    new ConfigurationSettings.ConfigurationFile(
                            null,
                            setting.from().toString(),
                            setting.to(),
                            "600",
                            "=",
                            ai ? List.of("DATABASE_URL", "OPENAI_API_KEY") : List.of("PORT"),
                            ai ? Map.of("LLM_OPTIMIZATION_MODE", "balanced") : Map.of(),
                            Map.of(),
                            ai ? List.of("DATABASE_URL", "CACHE_URL") : List.of()));
        }
        return new ConfigurationSettings(files);
    }

    private static ServiceSettings services(SandboxDescription sandbox) {
        var components = new LinkedHashMap<String, ServiceSettings.Service>();
        sandbox.services()
                .values()
                .forEach(service -> components.put(
                        service.name(),
                        new ServiceSettings.Supervised(
                                service.command(),
                                ".",
                                service.pidFile(),
                                service.logFile(),
                                service.environment(),
                                null,
                                "127.0.0.1",
                                service.ports(),
                                service.name().equals(Sandbox.AI_SERVICE) ? "ai-health" : null,
                                Duration.ofSeconds(30),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10))));
        components.put(
                "postgresql",
                new ServiceSettings.External(
                        "the world", "127.0.0.1", List.of(sandbox.database().port()), null, Duration.ofSeconds(5)));
        return new ServiceSettings(components);
    }

    private static SessionsSettings players(SandboxDescription sandbox) {
        var master = List.of(
                "bin/gmctl", "--port", Integer.toString(sandbox.gamePorts().map()));
        return new SessionsSettings(
                new SessionsSettings.MaintenanceSettings(
                        sandbox.maintenanceFile(),
                        ": ",
                        Map.of("char_maintenance", "yes"),
                        Map.of("char_maintenance", "no"),
                        List.of()),
                with(master, "sessions"),
                with(master, "notice", "{text}"),
                with(master, "kick"),
                "Maintenance begins in {left}.",
                Duration.ofSeconds(1),
                List.of(),
                Duration.ofSeconds(10));
    }

    private static DatabaseSettings database(SandboxDescription sandbox) {
        var database = sandbox.database();
        return new DatabaseSettings(
                "jdbc:postgresql://%s:%d".formatted(database.host(), database.port()),
                database.name(),
                database.owner(),
                database.superuser(),
                "databasePassword",
                "postgres",
                sandbox.backups(),
                null,
                "migrations",
                "0",
                database.tools(),
                List.of(),
                List.of(),
                10,
                List.of(),
                List.of(),
                1.0,
                false,
                200);
    }

    private static ProbeSettings probes(SandboxDescription sandbox) {
        var ai = sandbox.services().get(Sandbox.AI_SERVICE);
        var probes = new LinkedHashMap<String, Probe>();
        probes.put("ai-health", http(ai.url() + "/api/v1/health", Map.of("status", "healthy")));
        probes.put(
                "agents",
                http(
                        ai.url() + "/api/v1/world/agents/status",
                        Map.of(),
                        new Probe.Count(JsonPathExpression.of("$.agents"), Map.of("status", "active"), 21, null)));
        probes.put(
                "story",
                new Probe.Http(
                        List.of(ai.url() + "/api/v1/storyline/generate"),
                        "POST",
                        "{\"theme\": \"calm\"}",
                        Map.of(),
                        Map.of(),
                        List.of(200, 201, 400),
                        Map.of(),
                        List.of(),
                        true));
        probes.put(
                "websocket",
                new Probe.WebSocket(ai.url().replace("http", "ws") + "/ws", "{\"type\":\"ping\"}", "pong"));
        probes.put(
                "play",
                new Probe.Command(
                        List.of(
                                "bin/playtest",
                                "--import",
                                sandbox.importDirectory().toString(),
                                "--account",
                                sandbox.testerAccount()),
                        ".",
                        Map.of(),
                        Pattern.compile("ok +find it again"),
                        Map.of()));
        probes.put("prices", new Probe.Sql("SELECT count(*) FROM agents", null, null, null, null, 21.0));
        probes.put(
                "logs",
                new Probe.Logs(
                        List.of(ai.logFile()),
                        List.of(Pattern.compile("\\b(ERROR|CRITICAL)\\b")),
                        List.of(
                                Pattern.compile("llm\\.groq: no API key"),
                                Pattern.compile("extension vector not found")),
                        0,
                        Duration.ofMinutes(5),
                        ai.pidFile()));
        return new ProbeSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), probes);
    }

    private static Probe.Http http(String url, Map<String, String> expect, Probe.Count... counts) {
        return new Probe.Http(
                List.of(url), "GET", null, Map.of(), Map.of(), List.of(200), expect, List.of(counts), false);
    }

    private static WatchSettings watch(SandboxDescription sandbox) {
        var url = sandbox.services().get(Sandbox.AI_SERVICE).url();
        return new WatchSettings(
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                new WatchSettings.Agents(
                        url + "/api/v1/world/agents/status",
                        JsonPathExpression.of("$.agents"),
                        "status",
                        "active",
                        21,
                        JsonPathExpression.of("$.success_rate")),
                new WatchSettings.Costs(url + "/api/v1/admin/llm-costs", JsonPathExpression.of("$.daily_cost_usd")),
                new WatchSettings.Metrics(
                        url + "/metrics",
                        "http_request_duration_seconds",
                        "http_requests_total",
                        "db_pool_connections_in_use",
                        "db_pool_connections_max"),
                List.of("ai-service", "game-servers", "dashboard"),
                null,
                Map.of("agents", "SELECT count(*) FROM agents WHERE name IS NULL"));
    }

    private ChannelSettings channels() {
        return new ChannelSettings(
                List.of(new ChannelSettings.Log(root.resolve("players.jsonl"))),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    private static List<String> with(List<String> command, String... more) {
        var whole = new ArrayList<>(command);
        whole.addAll(List.of(more));
        return whole;
    }
}
