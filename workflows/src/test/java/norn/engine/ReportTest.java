package norn.engine;

import static norn.engine.StepBuilder.gate;
import static norn.engine.StepBuilder.person;
import static norn.engine.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.report.CriticalPath;
import norn.report.ReportHistory;
import norn.report.ReportModel;
import norn.report.markdown.MarkdownReport;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.Runbook;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseOutcome;
import norn.state.Status;
import org.junit.jupiter.api.Test;

/** What the report says of a rollback, and of what people attested. */
class ReportTest {
    private static final TestRunbook ROLLBACK = TestRunbook.rollback(
            step("survey").purpose(StepPurpose.SURVEYS),
            step("restore").needs("survey").changes(),
            step("let-in").needs("restore").purpose(StepPurpose.RESTORES_ACCESS));

    private static EngineRun standalone() {
        var cause = PhaseOutcome.rollBack("it burns", RollbackMode.AUTO).orderedBy("alice");
        return new EngineRun(ROLLBACK, PhaseContext.of(PhaseName.ROLLBACK, "r").withCause(cause));
    }

    private static void toTheEnd(EngineRun rollback, Map<String, Object> found) {
        rollback.advance(Duration.ofSeconds(10)).succeed("survey", found);
        rollback.advance(Duration.ofSeconds(20)).succeed("restore");
        rollback.advance(Duration.ofSeconds(30)).succeed("let-in");
    }

    private static ReportModel report(Plan plan, Journal... journals) {
        var last = journals[journals.length - 1].entries();
        return ReportModel.of(
                plan,
                List.of(journals),
                "d",
                Status.ROLLED_BACK,
                last.get(last.size() - 1).at());
    }

    @Test
    void users_are_out_since_the_host_says_and_not_since_the_rollback_began() {
        var rollback = standalone();
        var since = EngineRun.START.minus(Duration.ofMinutes(40));

        toTheEnd(rollback, Map.of("usersOutSince", since.toString()));

        assertThat(report(rollback.plan, rollback.journal()).downtime().total()).isEqualTo(Duration.ofMinutes(41));
    }

    @Test
    void what_cannot_be_a_time_is_not_taken_for_one() {
        var rollback = standalone();

        toTheEnd(rollback, Map.of("usersOutSince", "long ago"));

        assertThat(report(rollback.plan, rollback.journal()).downtime().total()).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void who_ordered_a_standalone_rollback_stands_in_its_report() {
        var rollback = standalone();
        toTheEnd(rollback, Map.of());

        var report = report(rollback.plan, rollback.journal());

        assertThat(report.history().decisions())
                .containsExactly(new ReportHistory.Decision(
                        EngineRun.START, "rollback, auto", "ORDERED", null, "alice", "it burns"));
        assertThat(report.statement().reason()).isEqualTo("it burns, ordered by alice");
        assertThat(MarkdownReport.of(report)).contains("**Rolled back because**: it burns, ordered by alice");
    }

    @Test
    void an_attestation_that_failed_stands_there_with_its_note_also_after_it_was_made_good() {
        var run = new EngineRun(TestRunbook.preparation(person("review")));
        run.accepted(EngineRun.complete("bob", Event.AttestationOutcome.FAILED, "page 3 is wrong", Map.of(), "review"));
        run.accepted(EngineRun.resolve("review", Event.Choice.RETRY, "alice", null));
        run.accepted(EngineRun.complete("bob", "review"));

        assertThat(report(run.plan, run.journal()).history().failures())
                .containsExactly(new ReportHistory.Failure(
                        EngineRun.START, "review", 1, "attested FAILED by bob", "page 3 is wrong"));
    }

    @Test
    void the_critical_path_books_what_people_were_waited_for_on_what_waited_for_them() {
        var day = new EngineRun(TestRunbook.day(
                step("shut").changes(),
                step("migrate").needs("shut").changes(),
                gate("go-live").needs("migrate")));
        day.advance(Duration.ofSeconds(5)).succeed("shut");
        day.advance(Duration.ofSeconds(5)).fail("migrate");
        day.advance(Duration.ofMinutes(9)).accepted(EngineRun.resolve("migrate", Event.Choice.RETRY, "alice", null));
        day.advance(Duration.ofSeconds(7)).succeed("migrate");
        day.advance(Duration.ofMinutes(20)).noGo("go-live", "alice");
        var rollback = new EngineRun(ROLLBACK, day.now);
        toTheEnd(rollback, Map.of());

        var path = report(both(day.plan, rollback.plan), day.journal(), rollback.journal())
                .downtime()
                .parts()
                .get(0)
                .criticalPath();

        assertThat(path)
                .containsExactly(
                        new CriticalPath.Link("shut", Duration.ofSeconds(5), false),
                        new CriticalPath.Link("before migrate", Duration.ofSeconds(545), true),
                        new CriticalPath.Link("migrate", Duration.ofSeconds(7), false),
                        new CriticalPath.Link("go-live", Duration.ofMinutes(20), true),
                        new CriticalPath.Link("survey", Duration.ofSeconds(10), false),
                        new CriticalPath.Link("restore", Duration.ofSeconds(20), false),
                        new CriticalPath.Link("let-in", Duration.ofSeconds(30), false));
    }

    private static Plan both(Plan day, Plan rollback) {
        var runbook = new Runbook(
                "test",
                "A runbook for tests",
                List.of(
                        day.runbook().phase(PhaseName.DEPLOYMENT_DAY),
                        rollback.runbook().phase(PhaseName.ROLLBACK)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new Plan(day.rules(), "rehearsal", "v1.0.0", "v0.9.0", runbook, day.policy(), "00");
    }
}
