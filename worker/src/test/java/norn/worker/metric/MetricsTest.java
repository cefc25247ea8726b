package norn.worker.metric;

import static norn.worker.metric.MetricExamples.item;
import static norn.worker.metric.MetricExamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import norn.action.ActionFailed;
import norn.action.WatchLook;
import norn.state.Evidence;
import norn.state.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void an_action_is_timed_by_how_it_ended() {
        try (var running = metrics.actions().begin("production", "build")) {
            running.ended(
                    new Evidence(Evidence.Outcome.DONE, "built", Map.of(), List.of(), List.of(), "h", NOW, NOW, null));
        }
        try (var running = metrics.actions().begin("production", "build")) {
            running.failed(failure("NotBuilt"), false);
        }

        assertThat(lines())
                .contains(
                        "norn_action_seconds_count{action=\"build\",outcome=\"done\"} 1",
                        "norn_action_seconds_count{action=\"build\",outcome=\"failed\"} 1",
                        "norn_action_failures_total{environment=\"production\",error=\"NotBuilt\"} 1.0");
    }

    @Test
    void an_order_of_an_earlier_holder_is_a_fence_refusal() {
        fail("shut-down", "StaleFence", true);

        assertThat(lines()).contains("norn_fence_refusals_total{environment=\"production\"} 1.0");
    }

    @Test
    void a_notice_is_undelivered_once_it_is_not_tried_again() {
        metrics.worker().environments(Map.of("production", true));
        fail("page", "NotNotified", false);

        assertThat(lines()).contains("norn_notices_undelivered_total{environment=\"production\"} 0.0");

        fail("page", "NotNotified", true);

        assertThat(lines()).contains("norn_notices_undelivered_total{environment=\"production\"} 1.0");
    }

    @Test
    void a_watch_that_sees_nothing_or_comes_late_shows() {
        try (var running = metrics.actions().begin("production", "watch")) {
            running.looked(new WatchLook(3, 0, Duration.ZERO));
            running.looked(new WatchLook(0, 3, Duration.ofSeconds(90)));
            running.looked(new WatchLook(2, 1, Duration.ZERO));

            assertThat(lines())
                    .contains(
                            "norn_watch_samples_total{data=\"all\",environment=\"production\"} 1.0",
                            "norn_watch_samples_total{data=\"none\",environment=\"production\"} 1.0",
                            "norn_watch_samples_total{data=\"some\",environment=\"production\"} 1.0",
                            "norn_watch_gap_seconds_total{environment=\"production\"} 90.0",
                            "norn_watches_running{environment=\"production\"} 1.0");
        }
        assertThat(lines()).contains("norn_watches_running{environment=\"production\"} 0.0");
    }

    @Test
    void what_waits_is_counted_by_its_kind_and_measured_by_its_age() {
        metrics.runs()
                .show(
                        List.of(
                                waiting(
                                        item("gate", NOW.minusSeconds(600), NOW.minusSeconds(60)),
                                        item("gate", NOW.minusSeconds(30), NOW.plusSeconds(60))),
                                new OpenDeployment("staging", "RUNNING", null)),
                        NOW);

        assertThat(lines())
                .contains(
                        "norn_deployments{environment=\"production\",status=\"waiting_for_people\"} 1.0",
                        "norn_deployments{environment=\"staging\",status=\"running\"} 1.0",
                        "norn_deployments_unreadable 1.0",
                        "norn_waiting{environment=\"production\",kind=\"gate\"} 2.0",
                        "norn_waiting{environment=\"production\",kind=\"failure\"} 0.0",
                        "norn_waiting_oldest_seconds{environment=\"production\",kind=\"gate\"} 600.0",
                        "norn_waiting_overdue{environment=\"production\",kind=\"gate\"} 1.0",
                        "norn_users_out_seconds{environment=\"production\"} 120.0");
    }

    @Test
    void what_is_over_shows_no_more() {
        metrics.runs().show(List.of(new OpenDeployment("staging", "RUNNING", null)), NOW);
        metrics.runs().show(List.of(), NOW);

        assertThat(lines()).noneMatch(line -> line.startsWith("norn_deployments{"));
    }

    @Test
    void runs_in_trouble_are_counted_by_type_and_cause() {
        metrics.runs()
                .showTrouble(List.of(
                        ReportedProblem.of(
                                "Deployment",
                                List.of(
                                        "category=WorkflowTaskFailed",
                                        "cause=WorkflowTaskFailedCauseNonDeterministicError")),
                        ReportedProblem.of("Somebody's", List.of("cause=what ever \"they\" say"))));

        assertThat(lines())
                .contains(
                        "norn_runs_in_trouble{cause=\"NonDeterministicError\",type=\"Deployment\"} 1.0",
                        "norn_runs_in_trouble{cause=\"unknown\",type=\"other\"} 1.0");
    }

    @Test
    void labels_stay_few_whatever_runs_are_started() {
        var many = IntStream.range(0, 500)
                .mapToObj(number -> new OpenDeployment("simulated-" + number, "RUNNING", null))
                .toList();
        metrics.runs().show(many, NOW);
        for (var number = 0; number < 500; number++) {
            fail("simulated-" + number, "Simulated" + number, true);
        }

        assertThat(lines())
                .filteredOn(line -> line.startsWith("norn_deployments{"))
                .hasSize(51);
        assertThat(lines())
                .filteredOn(line -> line.startsWith("norn_action_seconds_count{"))
                .containsExactly("norn_action_seconds_count{action=\"other\",outcome=\"failed\"} 500");
        assertThat(lines())
                .filteredOn(line -> line.startsWith("norn_action_failures_total{"))
                .hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void ended_deployments_are_counted_by_their_final_status() {
        metrics.runs().showEnded(Map.of(Status.ROLLBACK_FAILED, 2L));

        assertThat(lines()).contains("norn_deployments_ended{status=\"rollback_failed\"} 2.0");
    }

    private void fail(String action, String error, boolean isLast) {
        try (var running = metrics.actions().begin("production", action)) {
            running.failed(failure(error), isLast);
        }
    }

    private static ActionFailed failure(String error) {
        return new ActionFailed(error, "it did not work", null, true);
    }

    private List<String> lines() {
        return metrics.text().lines().toList();
    }
}
