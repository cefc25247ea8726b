package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import norn.runbook.Runbook;
import norn.state.PhaseOutcome;
import org.junit.jupiter.api.Test;

/** The biggest runbook there may be. Nothing here is timed; one second in the build is what it should take. */
class BigPhaseTest {
    @Test
    void a_chain_of_as_many_steps_as_there_may_be_runs_to_its_end() {
        var run = new EngineRun(TestRunbook.day(IntStream.range(0, Runbook.MAX_STEPS)
                .mapToObj(number -> number == 0
                        ? StepBuilder.step("s0")
                        : StepBuilder.step("s" + number).needs("s" + (number - 1)))
                .toArray(StepBuilder[]::new)));

        for (var number = 0; number < Runbook.MAX_STEPS; number++) {
            run.succeed("s" + number);
        }

        assertThat(run.outcome()).isEqualTo(PhaseOutcome.completed());
    }

    @Test
    void as_many_planned_steps_as_there_may_be_start_side_by_side_each_at_its_time() {
        var t0 = EngineRun.START.plus(Duration.ofHours(1));
        var run = EngineRun.withT0(
                TestRunbook.day(IntStream.range(0, Runbook.MAX_STEPS)
                        .mapToObj(number -> StepBuilder.step("s" + number).at("T+" + number + "s"))
                        .toArray(StepBuilder[]::new)),
                t0);

        for (var number = 0; number < Runbook.MAX_STEPS; number++) {
            assertThat(run.advanceTo(run.wakeUps().get(0)).started()).containsExactly("s" + number);
        }
    }
}
