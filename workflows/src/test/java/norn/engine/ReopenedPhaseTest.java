package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import norn.runbook.Criterion.Response;
import norn.runbook.RollbackMode;
import norn.state.Event;
import norn.state.Event.Choice;
import norn.state.PhaseOutcome;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

/** After go-live a rollback may not be agreed to: then the phase that ended for it goes on where it was. */
class ReopenedPhaseTest {
    private static final String REASON = "NO_GO at set-data-aside by alice";

    private static EngineRun watching() {
        return EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("watch", "1h"), StepBuilder.step("scan"), StepBuilder.person("review"))
                .criterion("security", Response.ORDERED, null, RollbackMode.DATABASE));
    }

    private static EngineRun ended(EngineRun run) {
        run.advance(Duration.ofMinutes(20)).accepted(EngineRun.rollBack("security", "a hole", "alice"));
        for (var step : List.copyOf(run.cancelled())) {
            run.fail(step);
        }
        assertThat(run.outcome().kind()).isEqualTo(PhaseOutcome.Kind.ROLL_BACK);
        return run;
    }

    @Test
    void what_was_interrupted_begins_again_and_a_watch_watches_the_rest_of_its_window() {
        var run = ended(watching()).reopened(REASON);

        assertThat(run.outcome()).isNull();
        assertThat(run.started()).containsExactly("watch", "scan");
        assertThat(run.attempt("watch")).isEqualTo(2);
        assertThat(run.of(Command.StartAction.class)
                        .findFirst()
                        .orElseThrow()
                        .action()
                        .options())
                .containsEntry("windowSeconds", 2400.0);
        assertThat(run.waitingIds()).containsExactly("step review");
        assertThat(run.journal().entries().stream().map(entry -> entry.event()))
                .contains(new Event.PhaseReopened(REASON));
    }

    @Test
    void a_failure_that_was_asked_about_is_asked_about_again() {
        var run = ended(watching().fail("scan")).reopened(REASON);

        assertThat(run.waitingIds()).containsExactly("failure scan", "step review");
        run.accepted(EngineRun.resolve("scan", Choice.RETRY, "alice", null));
        assertThat(run.started()).containsExactly("scan");
    }

    @Test
    void what_was_done_stays_done_and_the_end_is_as_if_nothing_had_been() {
        var run = ended(watching().succeed("scan")).reopened(REASON);

        run.succeed("watch").accepted(EngineRun.complete("bob", "review"));

        assertThat(run.state("scan")).isEqualTo(StepState.DONE);
        assertThat(run.outcome()).isEqualTo(PhaseOutcome.completed());
        assertThat(run.state().wentAsPlanned()).isTrue();
    }

    @Test
    void it_can_be_ordered_again() {
        var run = ended(watching()).reopened(REASON);

        run.accepted(EngineRun.rollBack("security", "a bigger hole", "alice"));

        assertThat(run.cancelled()).containsExactly("watch", "scan");
    }
}
