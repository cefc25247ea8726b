package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.report.ReportModel;
import norn.report.Shortfalls;
import norn.report.SuccessAssessment;
import norn.runbook.Criterion.Comparison;
import norn.runbook.Criterion.Response;
import norn.runbook.Measure;
import norn.runbook.RollbackMode;
import norn.runbook.Step.OnFailure;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Finding;
import norn.state.Status;
import norn.state.StepState;
import norn.state.StepStatus;
import org.junit.jupiter.api.Test;

class SuccessTest {
    private static final Measure UPTIME =
            new Measure("uptimePercent", "Uptime", "%", Measure.Combine.MEAN, Measure.Better.HIGHER, 1, null, null);
    private static final double DAY_SECONDS = 86_400;

    private static EngineRun watching() {
        return EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("day-1", "24h").onFailure(OnFailure.CONTINUE),
                        StepBuilder.watch("day-2", "24h")
                                .onFailure(OnFailure.CONTINUE)
                                .needs("day-1"))
                .measure(UPTIME)
                .success("uptimePercent", Comparison.ABOVE, 99.5)
                .success("cost", Comparison.BELOW, 45));
    }

    private static Map<String, Object> watched(double seconds, double uptime) {
        return Map.of("watchedSeconds", seconds, "samples", 100, "uptimePercent", uptime, "cost", 40);
    }

    private static EngineRun twoDays(Map<String, Object> first, Map<String, Object> second) {
        var run = watching();
        run.now = run.now.plus(Duration.ofDays(1));
        run.succeed("day-1", first);
        run.now = run.now.plus(Duration.ofDays(1));
        return run.succeed("day-2", second);
    }

    private static List<String> findings(EngineRun run) {
        return SuccessAssessment.of(run.plan, List.of(run.journal())).stream()
                .map(one -> one.criterion().measure() + " " + one.finding()
                        + (one.why().isEmpty() ? "" : ": " + one.why()))
                .toList();
    }

    @Test
    void what_was_watched_all_the_time_and_good_is_met() {
        assertThat(findings(twoDays(watched(DAY_SECONDS, 100), watched(DAY_SECONDS, 100))))
                .containsExactly("uptimePercent YES", "cost YES");
    }

    @Test
    void time_that_nobody_watched_is_unknown_uptime() {
        assertThat(findings(twoDays(watched(DAY_SECONDS, 100), watched(DAY_SECONDS * 0.98, 100))))
                .as("a percent of two days is more than the half percent that may be down; of cost so much is known")
                .containsExactly("uptimePercent UNKNOWN: known for 99.0 % of the time alone", "cost YES");
        assertThat(findings(twoDays(watched(DAY_SECONDS, 100), watched(DAY_SECONDS * 0.8, 100))))
                .containsExactly(
                        "uptimePercent UNKNOWN: known for 90.0 % of the time alone",
                        "cost UNKNOWN: known for 90.0 % of the time alone");
        assertThat(findings(twoDays(watched(DAY_SECONDS, 90), watched(DAY_SECONDS * 0.98, 90))))
                .as("even had it been up meanwhile")
                .containsExactly("uptimePercent NO", "cost YES");
        assertThat(findings(twoDays(watched(DAY_SECONDS, 100), watched(DAY_SECONDS - 300, 100))))
                .as("five minutes of two days do not matter, whatever they were")
                .containsExactly("uptimePercent YES", "cost YES");
    }

    @Test
    void samples_without_data_are_unknown_too() {
        var blind = Map.<String, Object>of(
                "watchedSeconds", DAY_SECONDS, "samples", 100, "noData", Map.of("cost", 100), "uptimePercent", 100);

        assertThat(findings(twoDays(watched(DAY_SECONDS, 100), blind)))
                .containsExactly("uptimePercent YES", "cost UNKNOWN: known for 50.0 % of the time alone");
    }

    @Test
    void a_watch_that_failed_leaves_a_gap_that_the_report_names() {
        var run = watching();
        run.now = run.now.plus(Duration.ofDays(1));
        run.succeed("day-1", watched(DAY_SECONDS, 100));
        run.now = run.now.plus(Duration.ofDays(1));
        run.fail("day-2");

        assertThat(run.state("day-2")).isEqualTo(StepState.FAILED);
        assertThat(findings(run)).contains("uptimePercent UNKNOWN: known for 50.0 % of the time alone");
        var coverage = ReportModel.of(run.plan, List.of(run.journal()), "d", Status.PARTIAL, run.now)
                .results()
                .coverage();
        assertThat(coverage.unknown()).isEqualTo(Duration.ofDays(1));
        assertThat(coverage.gaps())
                .extracting(gap -> gap.step() + " " + gap.lost())
                .containsExactly("day-2 PT24H");
        assertThat(Shortfalls.of(run.plan, List.of(run.journal())))
                .containsExactly(
                        "failed: day-2",
                        "success criteria unknown: uptimePercent-fine (known for 50.0 % of the time alone), cost-fine (known for 50.0 % of the time alone)");
    }

    @Test
    void no_incident_is_known_only_where_somebody_has_answered_since_go_live() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.step("other"), StepBuilder.person("review"))
                .measure(new Measure(
                        "gravest",
                        "P1",
                        null,
                        Measure.Combine.WORST,
                        Measure.Better.LOWER,
                        1,
                        null,
                        new Measure.Incidents(List.of("P1"))))
                .success("gravest", Comparison.BELOW, 1));

        assertThat(findings(run)).containsExactly("gravest UNKNOWN: no data");
        run.accepted(EngineRun.complete("alice", "review"));
        assertThat(findings(run)).containsExactly("gravest YES");
    }

    @Test
    void a_check_that_finds_what_should_not_be_fails_and_keeps_what_it_measured() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.step("measure").onFailure(OnFailure.CONTINUE))
                .success("cost", Comparison.BELOW, 45)
                .criterion("load", Response.ASK, Duration.ofMinutes(5), RollbackMode.CODE));
        var evidence = new Evidence(
                Evidence.Outcome.DONE,
                "cost is 52",
                Map.of("cost", 52, "load", 140),
                List.of(),
                List.of("load"),
                "here",
                run.now,
                run.now,
                Finding.NO);
        run.record(new Event.StepSucceeded("measure", 1, evidence));

        assertThat(run.state("measure")).isEqualTo(StepState.FAILED);
        assertThat(((StepStatus.Failed) run.state().step("measure")).evidence().values())
                .containsEntry("cost", 52);
        assertThat(run.paged()).containsExactly("measure", "load");
        assertThat(run.waitingIds()).containsExactly("criterion load");
        assertThat(findings(run)).containsExactly("cost NO");
    }

    @Test
    void a_check_that_could_not_look_fails_too() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.step("measure")));
        run.record(new Event.StepSucceeded(
                "measure",
                1,
                new Evidence(
                        Evidence.Outcome.DONE,
                        "no data",
                        Map.of(),
                        List.of(),
                        List.of(),
                        "here",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Finding.UNKNOWN)));

        assertThat(run.waitingIds()).containsExactly("failure measure");
        assertThat(run.waiting().get(0).detail()).isEqualTo("Unknown: no data");
    }
}
