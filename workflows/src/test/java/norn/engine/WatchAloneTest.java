package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.plan.Watched;
import norn.runbook.Criterion.Response;
import norn.runbook.RollbackMode;
import norn.state.Event.Choice;
import norn.state.PhaseOutcome;
import org.junit.jupiter.api.Test;

/** A run that watches the release that serves, and has no day of its own. */
class WatchAloneTest {
    private static final Instant GO_LIVE = Instant.parse("2026-11-30T09:00:00Z");

    @Test
    void an_order_goes_back_to_what_the_deployment_recorded_that_serves() {
        var run = EngineRun.live(watch(new Watched("served", GO_LIVE)));

        run.accepted(EngineRun.rollBack(null, "it burns", "alice"));

        assertThat(run.state().ending().kind()).isEqualTo(PhaseOutcome.Kind.ROLL_BACK);
    }

    @Test
    void where_nothing_is_recorded_an_order_is_refused_and_nothing_ends() {
        var run = EngineRun.live(watch(Watched.withoutRecord()));
        var refusal = "there is nothing to roll back to: this run only watches v1.0.0, and no deployment has recorded"
                + " what served before it. Restore that by hand";

        assertThat(run.refused(EngineRun.rollBack(null, "it burns", "alice"))).isEqualTo(refusal);
        run.now = run.now.plus(Duration.ofMinutes(20));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));
        assertThat(run.waiting().get(0).choices()).containsExactly("KEEP");
        assertThat(run.refused(EngineRun.resolve("cost", Choice.ROLL_BACK, "alice", "no")))
                .isEqualTo(refusal);
        run.advance(Duration.ofHours(2));

        assertThat(run.finished()).isFalse();
        assertThat(run.waitingIds()).as("it stays open").contains("criterion cost");
    }

    @Test
    void what_a_criterion_would_order_by_itself_pages_instead() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.watch("watch", "24h"))
                .criterion("cost", Response.ROLL_BACK, null, RollbackMode.CODE)
                .watched(Watched.withoutRecord()));
        run.now = run.now.plus(Duration.ofMinutes(1));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(run.finished()).isFalse();
        assertThat(run.commands().toString()).contains("there is nothing to roll back to");
    }

    private static TestRunbook watch(Watched watched) {
        return TestRunbook.watch(StepBuilder.watch("watch", "24h"))
                .criterion("cost", Response.ASK, Duration.ofHours(1), RollbackMode.CODE)
                .watched(watched);
    }
}
