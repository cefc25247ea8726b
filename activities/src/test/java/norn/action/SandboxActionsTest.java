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
import norn.channel.ChannelSettings;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.database.Database;
import norn.plan.Order;
import norn.probe.ProbeSettings;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxDescription;
import norn.rehearsal.SandboxOptions;
import norn.service.ServiceManager;
import norn.service.ServiceSettings;
import norn.sessions.SessionsSettings;
import norn.state.Evidence;
import norn.watch.WatchSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment of the sandbox and its rollback, action by action. */
@Tag("server")
class SandboxActionsTest {
    @TempDir
    Path root;

    private ActionHarness harness;

    @Test
    void a_release_goes_live_and_the_old_one_comes_back() throws Exception {
        var sandbox = Sandbox.create(
                root.resolve("sandbox"),
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
        assertThat(Path.of(failed.getMessage().replaceFirst(".* Read ", "")))
                .content()
                .contains("the schema is older than this release needs");
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
        new Targets(root.resolve("records"))
                .record(new Target(
                        "rehearsal-v1.0.0-20261201-0900",
                        "2026-12-01T09:00:00Z",
                        "v0.9.0",
                        active.toString(),
                        sandbox.database().name(),
                        Target.fingerprint(Map.of()),
                        Map.of(),
                        "v1.0.0",
                        null));
    }

    private ActionHarness harness(SandboxDescription sandbox) throws Exception {
        Files.createDirectories(sandbox.backups());
        return new ActionHarness(
                root.resolve("records"),
                Map.of(
                        "databasePassword",
                        sandbox.database().superuserPassword(),
                        "migrationPassword",
                        sandbox.database().ownerPassword()),
                List.of(
                        code(sandbox),
                        configuration(sandbox),
                        services(sandbox),
                        sessions(sandbox),
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
        var from = new LinkedHashMap<String, Path>();
        sandbox.settings().forEach(setting -> from.put(setting.to(), setting.from()));
        return SettingsText.read(
                ConfigurationSettings.class, """
                files:
                  ai-service:
                    from: %s
                    to: ai-service/.env
                    required: [DATABASE_URL, OPENAI_API_KEY]
                    set: {LLM_OPTIMIZATION_MODE: balanced}
                    connections: [DATABASE_URL, CACHE_URL]
                    values: {optimizationMode: LLM_OPTIMIZATION_MODE}
                  dashboard: {from: '%s', to: dashboard/.env.local, required: [PORT]}
                """, from.get("ai-service/.env"), from.get("dashboard/.env.local"));
    }

    private static ServiceSettings services(SandboxDescription sandbox) {
        var components = new LinkedHashMap<String, ServiceManager>();
        sandbox.services()
                .values()
                .forEach(service -> components.put(
                        service.name(),
                        SettingsText.read(
                                ServiceManager.class,
                                """
                                manager: process
                                command: %s
                                pidFile: %s
                                log: %s
                                environment: %s
                                ports: %s
                                probe: %s
                                stable: 500ms
                                stopTimeout: 10s
                                """,
                                service.command(),
                                service.pidFile(),
                                service.logFile(),
                                service.environment(),
                                service.ports(),
                                service.name().equals(Sandbox.AI_SERVICE) ? "ai-health" : "null")));
        components.put(
                "postgresql",
                SettingsText.read(
                        ServiceManager.class,
                        "{manager: external, ports: [%d], startTimeout: 5s}",
                        sandbox.database().port()));
        return new ServiceSettings(components);
    }

    private static SessionsSettings sessions(SandboxDescription sandbox) {
        return SettingsText.read(
                SessionsSettings.class,
                """
                maintenance: {file: '%1$s', enabled: {char_maintenance: 'yes'}, disabled: {char_maintenance: 'no'}}
                count: [bin/gmctl, --port, '%2$d', sessions]
                notice: [bin/gmctl, --port, '%2$d', notice, '{text}']
                kick: [bin/gmctl, --port, '%2$d', kick]
                text: Maintenance begins in {left}.
                countdown: 1s
                drainTimeout: 10s
                """,
                sandbox.maintenanceFile(),
                sandbox.gamePorts().map());
    }

    private static Database database(SandboxDescription sandbox) {
        var database = sandbox.database();
        return SettingsText.read(
                Database.class,
                """
                url: jdbc:postgresql://%s:%d
                name: %s
                owner: %s
                user: %s
                passwordSecret: databasePassword
                migrationUser: norn_migrations
                migrationPasswordSecret: migrationPassword
                backups: %s
                migrations: migrations
                baseline: "0"
                tools: %s
                minimumTables: 10
                spaceFactor: 1
                """,
                database.host(),
                database.port(),
                database.name(),
                database.owner(),
                database.superuser(),
                sandbox.backups(),
                database.tools());
    }

    private static ProbeSettings probes(SandboxDescription sandbox) {
        var ai = sandbox.services().get(Sandbox.AI_SERVICE);
        return SettingsText.read(
                ProbeSettings.class,
                """
                retryFor: 10s
                named:
                  ai-health: {kind: http, urls: ['%1$s/api/v1/health'], expect: {$.status: healthy}}
                  agents:
                    kind: http
                    urls: ['%1$s/api/v1/world/agents/status']
                    counts: [{path: $.agents, where: {status: active}, exactly: 21}]
                  story:
                    kind: http
                    urls: ['%1$s/api/v1/storyline/generate']
                    method: POST
                    body: '{"theme": "calm"}'
                    status: [200, 201, 400]
                    once: true
                  websocket: {kind: websocket, url: '%2$s/ws', send: '{"type":"ping"}', expect: pong}
                  play:
                    kind: command
                    command: [bin/playtest, --import, '%3$s', --account, '%4$s']
                    expect: ok +find it again
                  prices: {kind: sql, statement: SELECT count(*) FROM agents, minimum: 21}
                  logs:
                    kind: logs
                    files: ['%5$s']
                    allow: ['llm\\.groq: no API key', extension vector not found]
                    pidFile: %6$s
                """,
                ai.url(),
                ai.url().replace("http", "ws"),
                sandbox.importDirectory(),
                sandbox.testerAccount(),
                ai.logFile(),
                ai.pidFile());
    }

    private static WatchSettings watch(SandboxDescription sandbox) {
        return SettingsText.read(
                WatchSettings.class,
                """
                interval: 500ms
                measures:
                  uptimePercent: {from: uptime, services: [ai-service, game-servers, dashboard]}
                  agentsFailingPercent:
                    from: json
                    url: %1$s/api/v1/world/agents/status
                    path: $.agents[?(@.status=='active')]
                    missingPercentOf: 21
                  costDollarsPerDay: {from: json, url: %1$s/api/v1/admin/llm-costs, path: $.daily_cost_usd}
                  responseP95Milliseconds:
                    {from: prometheus-histogram, url: %1$s/metrics, name: http_request_duration_seconds, factor: 1000}
                  connectionPoolPercent:
                    from: prometheus-gauge
                    url: %1$s/metrics
                    name: db_pool_connections_in_use
                    percentOf: db_pool_connections_max
                  dataProblems: {from: sql, statements: {agents: SELECT count(*) FROM agents WHERE name IS NULL}}
                """,
                sandbox.services().get(Sandbox.AI_SERVICE).url());
    }

    private ChannelSettings channels() {
        return SettingsText.read(ChannelSettings.class, """
                audiences: {players: [{kind: log, file: '%s/players.jsonl'}], stakeholders: [], status-page: [], pager: []}
                """, root);
    }
}
