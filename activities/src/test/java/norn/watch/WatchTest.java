package norn.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FakeWebServer;
import norn.action.FakeWebServer.Page;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.action.Target;
import norn.action.Targets;
import norn.plan.OrderContext;
import norn.service.ServiceSettings;
import norn.state.Evidence;
import norn.state.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    Path root;

    private final FakeWebServer web = new FakeWebServer();
    private final int port = FreePort.next();
    private Path log;

    @BeforeEach
    void a_healthy_environment() throws Exception {
        log = Files.writeString(root.resolve("ai.log"), "2020-01-01 00:00:00 ERROR long ago\n");
        agents(21);
        web.page("/costs", 200, "{\"daily_cost_usd\": 12.5}");
        var scrapes = new AtomicInteger();
        web.page("/metrics", () -> new Page(200, metrics(scrapes.incrementAndGet()), Map.of()));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void agents(int active) {
        var list = IntStream.range(0, active)
                .mapToObj(i -> "{\"status\":\"active\"}")
                .collect(Collectors.joining(","));
        web.page("/agents", 200, "{\"agents\":[%s],\"success_rate\":0.985}".formatted(list));
    }

    /** Each scrape 100 requests more: 90 within 100 ms, all within 250 ms, one an error. */
    private static String metrics(int scrape) {
        return """
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{path="/a",le="0.1"} %d
            http_request_duration_seconds_bucket{path="/a",le="0.25"} %d
            http_request_duration_seconds_bucket{path="/a",le="+Inf"} %d
            http_requests_total{method="GET",status="200"} %d
            http_requests_total{method="GET",status="500"} %d
            db_pool_in_use 2
            db_pool_max 10
            """.formatted(90 * scrape, 100 * scrape, 100 * scrape, 99 * scrape, scrape);
    }

    private ActionHarness harness() {
        var settings = SettingsText.read(
                WatchSettings.class, """
                interval: 100ms
                timeout: 2s
                measures:
                  uptimePercent: {from: uptime, services: [game]}
                  outageMinutes: {from: outage, services: [game]}
                  agentsFailingPercent: {from: json, url: %1$s, path: "$.agents[?(@.status=='active')]", missingPercentOf: 21}
                  agentSuccessPercent: {from: json, url: %1$s, path: $.success_rate, factor: 100}
                  costDollarsPerDay: {from: json, url: %2$s, path: $.daily_cost_usd}
                  responseP95Milliseconds:
                    {from: prometheus-histogram, url: %3$s, name: http_request_duration_seconds, factor: 1000}
                  serverErrorsPercent:
                    {from: prometheus-counter, url: %3$s, name: http_requests_total, where: {status: '5..'}, percent: true}
                  connectionPoolPercent: {from: prometheus-gauge, url: %3$s, name: db_pool_in_use, percentOf: db_pool_max}
                  errorLines: {from: logs, files: [%4$s], patterns: ['\\bERROR\\b'], allow: [known defect]}
                """, web.url("/agents"), web.url("/costs"), web.url("/metrics"), log);
        return new ActionHarness(
                root.resolve("records"),
                settings,
                SettingsText.read(ServiceSettings.class, "components: {game: {manager: external, ports: [%d]}}", port));
    }

    /** What the runbook says of the measures. */
    private static final List<Object> MEASURES = List.of(
            measure("agentsFailingPercent", "WORST", "LOWER", 2),
            measure("agentSuccessPercent", "MEAN", "HIGHER", 1),
            measure("costDollarsPerDay", "WORST", "LOWER", 1));

    private static Map<String, Object> measure(String name, String combine, String better, int confirm) {
        return Map.of("name", name, "combine", combine, "better", better, "confirm", confirm);
    }

    private static Map<String, Object> criterion(String id, String measure, double limit) {
        return Map.of("id", id, "measure", measure, "comparison", "ABOVE", "limit", limit);
    }

    private static final List<Object> CRITERIA = List.of(
            criterion("outage", "outageMinutes", 30),
            criterion("agents-failing", "agentsFailingPercent", 50),
            criterion("llm-cost", "costDollarsPerDay", 100));

    private ServerSocket up() throws Exception {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void a_window_is_watched_to_its_end_and_summed_up() throws Exception {
        try (var up = up()) {
            assertThat(up.isBound()).isTrue();

            var evidence = harness()
                    .run("watch", "windowSeconds", 1.2, "measures", MEASURES, "criteria", CRITERIA, "name", "hour-1");

            assertThat(evidence.met()).isEmpty();
            assertThat(evidence.values())
                    .containsEntry("agentsFailingPercent", 0.0)
                    .containsEntry("agentSuccessPercent", 98.5)
                    .containsEntry("costDollarsPerDay", 12.5)
                    .containsEntry("connectionPoolPercent", 20.0)
                    .containsEntry("responseP95Milliseconds", 175.0)
                    .containsEntry("serverErrorsPercent", 1.0)
                    .containsEntry("uptimePercent", 100.0)
                    .containsEntry("outageMinutes", 0.0)
                    .containsEntry("errorLines", 0.0)
                    .doesNotContainKeys("dataProblems", "noData");
            assertThat((int) evidence.values().get("samples")).isBetween(3, 13);
            assertThat(Duration.between(evidence.startedAt(), evidence.endedAt()))
                    .isBetween(Duration.ofMillis(1150), Duration.ofSeconds(5));
            assertThat(evidence.artifacts()).hasSize(1);
        }
    }

    @Test
    void agents_that_fail_end_the_watch_early_after_a_second_sample() {
        agents(9);

        var evidence = harness().run("watch", "windowSeconds", 60, "measures", MEASURES, "criteria", CRITERIA);

        assertThat(evidence.met()).containsExactly("agents-failing");
        assertThat(evidence.values()).containsEntry("samples", 2).containsEntry("agentsFailingPercent", 57.14);
        assertThat(evidence.summary())
                .isEqualTo("met after 2 samples: agents-failing: agentsFailingPercent is 57.14, the limit is 50.0");
    }

    @Test
    void a_page_without_agents_counts_as_every_agent_failing_and_no_page_as_no_data() {
        agents(0);
        assertThat(harness()
                        .run("watch", "windowSeconds", 60, "measures", MEASURES, "criteria", CRITERIA)
                        .met())
                .containsExactly("agents-failing");

        web.page("/agents", 500, "");
        web.page("/costs", 200, "{\"total\": 1}");
        var blind = harness().deployment("other").run("measure", "name", "day-1");
        assertThat(blind.values())
                .doesNotContainKeys("agentsFailingPercent", "agentSuccessPercent", "costDollarsPerDay")
                .containsEntry(
                        "noData", Map.of("agentsFailingPercent", 1, "agentSuccessPercent", 1, "costDollarsPerDay", 1));
    }

    @Test
    void an_outage_is_counted_over_the_bounds_of_watches() throws Exception {
        var harness = harness();
        var folder = Files.createDirectories(root.resolve("records/rehearsal-v1.0.0-20261201-0900"));
        var down = Duration.ofMinutes(31).toMillis();
        Files.writeString(folder.resolve("watch.json"), "{\"values\":{\"outageMinutes\":%d}}".formatted(down));

        var evidence = harness.run("watch", "windowSeconds", 60, "measures", MEASURES, "criteria", CRITERIA);

        assertThat(evidence.met()).containsExactly("outage");
        assertThat((double) evidence.values().get("outageMinutes")).isBetween(31.0, 32.0);
        assertThat(evidence.values()).containsEntry("problems", List.of("game does not run"));
        try (var up = up()) {
            assertThat(up.isBound()).isTrue();
            assertThat(harness.run(
                                    "watch",
                                    harness.order(
                                            "later", "windowSeconds", 0.3, "measures", MEASURES, "criteria", CRITERIA))
                            .met())
                    .isEmpty();
            assertThat(folder.resolve("watch.json")).content().doesNotContain("outageMinutes");
        }
    }

    @Test
    void a_page_that_sends_retry_after_is_left_alone() {
        web.page("/costs", () -> new Page(429, "", Map.of("Retry-After", "60")));

        var evidence = harness().run("watch", "windowSeconds", 0.5, "measures", MEASURES, "criteria", List.of());

        assertThat(web.requests().stream().filter(asked -> asked.path().equals("/costs")))
                .hasSize(1);
        assertThat(evidence.values()).doesNotContainKey("costDollarsPerDay");
    }

    /** As by a rollback without a server, which the run of a server that comes back knows nothing of. */
    @Test
    void a_watch_ends_where_another_run_took_its_release_back_meanwhile() {
        var harness = harness();
        var order = harness.order("hour-1");
        var targets = new Targets(root.resolve("records"));
        var target = new Target(
                order.deployment(),
                "2026-12-01T09:00:00Z",
                "v0.9.0",
                null,
                null,
                Target.fingerprint(Map.of()),
                Map.of(),
                "v1.0.0",
                null);
        targets.record(target);
        web.page("/costs", () -> {
            targets.rolledBack(target, "rollback-by-hand", "2026-12-01T10:00:00Z", true);
            return new Page(200, "{\"daily_cost_usd\": 1000}", Map.of());
        });

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness.runIn(
                        new OrderContext(null, Instant.EPOCH, null),
                        "watch",
                        "windowSeconds",
                        600,
                        "measures",
                        MEASURES,
                        "criteria",
                        CRITERIA));

        assertThat(failed.error()).isEqualTo("StaleFence");
        assertThat(failed).hasMessageContaining("was taken back by rollback-by-hand");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void a_watch_whose_worker_was_killed_goes_on_where_it_was() throws Exception {
        var harness = harness();
        var order = harness.order("hour-1", "windowSeconds", 600, "measures", MEASURES, "criteria", List.of());
        var folder = Files.createDirectories(
                root.resolve("records").resolve(order.deployment()).resolve("hour-1/1"));
        var now = System.currentTimeMillis();
        Files.writeString(folder.resolve(".begun"), Long.toString(now - 599_500));
        Files.writeString(folder.resolve("samples.jsonl"), """
            {"atEpochMillis":%1$d,"readings":{\
            "outageMinutes":{"atEpochMillis":%1$d,"numbers":{"up":0},"problems":["game is down"]},\
            "agentsFailingPercent":{"atEpochMillis":%1$d,"numbers":{"value":66.67},"problems":[]}},"noData":{}}
            {"atEpochMillis":17\
            """.formatted(now - 300_000));
        Files.writeString(log, "now ERROR one\nnow ERROR known defect\n", StandardOpenOption.APPEND);

        Evidence evidence;
        try (var up = up()) {
            assertThat(up.isBound()).isTrue();
            evidence = harness.run("watch", order);
        }

        assertThat(evidence.values())
                .containsEntry("resumed", true)
                .containsEntry("agentsFailingPercent", 66.67)
                .hasEntrySatisfying(
                        "samples", samples -> assertThat((int) samples).isGreaterThan(1));
        assertThat((double) evidence.values().get("outageMinutes"))
                .as("nobody looked for five minutes")
                .isLessThan(1);
        assertThat((double) evidence.values().get("watchedSeconds"))
                .as("and five minutes before the first look")
                .isLessThan(30);
        assertThat(Duration.between(evidence.startedAt(), evidence.endedAt())).isLessThan(Duration.ofSeconds(5));
    }

    private static Map<String, Object> limit(String measure, String comparison, double limit, boolean isGood) {
        return Map.of("id", measure, "measure", measure, "comparison", comparison, "limit", limit, "isGood", isGood);
    }

    private Evidence judge(List<Map<String, Object>> limits) {
        var judged = limits.stream().map(limit -> limit.get("measure")).toList();
        return harness().run("measure", "name", "morning", "judges", judged, "measures", MEASURES, "limits", limits);
    }

    @Test
    void a_measurement_judges_what_it_is_for() throws Exception {
        try (var up = up()) {
            assertThat(up.isBound()).isTrue();
            var good = judge(List.of(
                    limit("uptimePercent", "ABOVE", 99.5, true),
                    limit("agentsFailingPercent", "ABOVE", 50, false),
                    limit("responseP95Milliseconds", "BELOW", 250, true),
                    limit("costDollarsPerDay", "BELOW", 45, true)));

            assertThat(good.finding()).isNull();
            assertThat(good.met()).isEmpty();
        }
    }

    @Test
    void a_dead_service_and_a_measure_beyond_its_limit_are_found() {
        agents(9);

        var bad = judge(List.of(
                limit("uptimePercent", "ABOVE", 99.5, true),
                limit("agentsFailingPercent", "ABOVE", 50, false),
                limit("costDollarsPerDay", "BELOW", 45, true)));

        assertThat(bad.finding()).isEqualTo(Finding.NO);
        assertThat(bad.met()).containsExactly("agentsFailingPercent");
        assertThat(bad.summary())
                .isEqualTo("morning: uptimePercent is 0.0, expected more than 99.5; agentsFailingPercent is 57.14,"
                        + " expected less than 50.0; game does not run");
        assertThat(bad.values()).containsEntry("costDollarsPerDay", 12.5).containsEntry("uptimePercent", 0.0);
    }

    @Test
    void what_cannot_be_measured_is_unknown_and_not_good() {
        web.page("/costs", 500, "");

        var unknown = judge(List.of(limit("costDollarsPerDay", "BELOW", 45, true)));

        assertThat(unknown.finding()).isEqualTo(Finding.UNKNOWN);
        assertThat(unknown.summary()).isEqualTo("morning: costDollarsPerDay: no data (status 500); game does not run");
        assertThat(harness()
                        .run("measure", "name", "noon", "judges", List.of("players"))
                        .finding())
                .isEqualTo(Finding.UNKNOWN);
    }

    @Test
    void a_disk_that_takes_no_samples_is_said_and_the_watch_goes_on_and_judges() throws Exception {
        agents(9);
        var harness = harness();
        var order = harness.order("hour-1", "windowSeconds", 60, "measures", MEASURES, "criteria", CRITERIA);
        var folder = Files.createDirectories(root.resolve("records").resolve(order.deployment()));
        Files.createDirectories(folder.resolve("hour-1"));
        Files.writeString(folder.resolve("hour-1/1"), "no folder can be made here");

        var evidence = harness.run("watch", order);

        assertThat(evidence.met()).containsExactly("agents-failing");
        assertThat(evidence.values().get("problems")).asString().contains("samples could not be saved: cannot write");
    }

    @Test
    void a_try_that_begins_late_ends_when_its_attempt_was_planned_to_end() {
        var began = System.nanoTime();

        var evidence = harness()
                .run(
                        "watch",
                        harness()
                                .order(
                                        "hour-1",
                                        "windowSeconds",
                                        600,
                                        "lateSeconds",
                                        599.5,
                                        "measures",
                                        MEASURES,
                                        "criteria",
                                        List.of()));

        assertThat(evidence.values()).containsKey("samples");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void error_lines_of_the_window_are_counted() throws Exception {
        var harness = harness();
        var writer = new Thread(() -> {
            try {
                while (web.requests().stream()
                                .filter(asked -> asked.path().equals("/costs"))
                                .count()
                        < 2) {
                    Thread.onSpinWait();
                }
                Files.writeString(log, "ERROR a\nERROR known defect\nINFO b\n", StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
        writer.start();

        var evidence = harness.run("watch", "windowSeconds", 1.5, "measures", MEASURES, "criteria", List.of());

        writer.join();
        assertThat(evidence.values()).containsEntry("errorLines", 1.0);
    }
}
