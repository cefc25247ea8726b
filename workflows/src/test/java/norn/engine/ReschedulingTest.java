package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import norn.message.Message;
import norn.runbook.StepPurpose;
import norn.state.Event.Verdict;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class ReschedulingTest {
    private static final Instant T0 = EngineRun.START.plus(Duration.ofMinutes(130));

    private static EngineRun day() {
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.gate("start-day")
                                .purpose(StepPurpose.BEGINS_DAY)
                                .at("T-130m"),
                        StepBuilder.step("announce").at("T-120m").needs("start-day"),
                        StepBuilder.step("build").needs("start-day"),
                        StepBuilder.step("backup").at("T-90m").needs("start-day"),
                        StepBuilder.person("team").at("T-60m").needs("start-day"),
                        StepBuilder.gate("shut-down").at("T-5m").needs("announce", "build", "backup", "team"),
                        StepBuilder.step("target").needs("shut-down"),
                        StepBuilder.step("stop").at("T-0").needs("target").changes(),
                        StepBuilder.step("cancel").compensates("announce"),
                        StepBuilder.step("correct").compensates("announce").onReschedule()),
                T0);
        run.go("start-day", "alice").succeed("build");
        run.advanceTo(T0.minus(Duration.ofHours(2))).succeed("announce");
        run.advanceTo(T0.minus(Duration.ofMinutes(90))).succeed("backup");
        run.advanceTo(T0.minus(Duration.ofHours(1))).accepted(EngineRun.complete("bob", "team"));
        return run;
    }

    private static Message to(Instant t0) {
        return new Message.Reschedule(t0, "alice", "a holiday");
    }

    @Test
    void what_is_only_good_near_T_0_is_done_again_for_the_new_one() {
        var run = day();
        run.advanceTo(T0.minus(Duration.ofMinutes(5))).go("shut-down", "alice").succeed("target");
        run.accepted(to(T0.plus(Duration.ofDays(7))));

        for (var step : new String[] {"start-day", "announce", "backup", "team", "shut-down", "target"}) {
            assertThat(run.state(step)).as(step).isEqualTo(StepState.PENDING);
            assertThat(run.attempt(step)).as(step).isEqualTo(2);
        }
        assertThat(run.state("build")).isEqualTo(StepState.DONE);
        assertThat(run.started()).containsExactly("correct");
        assertThat(run.refused(EngineRun.decide("shut-down", Verdict.GO, "alice")))
                .contains("is not open yet");
        run.succeed("correct");
        var t0 = T0.plus(Duration.ofDays(7));
        assertThat(run.advanceTo(t0.minus(Duration.ofMinutes(130))).waitingIds())
                .containsExactly("gate start-day");
        run.go("start-day", "alice");
        assertThat(run.advanceTo(t0.minus(Duration.ofMinutes(90))).started()).containsExactly("announce", "backup");
    }

    @Test
    void what_is_due_by_the_new_T_0_already_stays_done() {
        var run = day();
        run.accepted(to(T0.plus(Duration.ofMinutes(10))));

        assertThat(run.state("backup")).isEqualTo(StepState.DONE);
        assertThat(run.state("team")).isEqualTo(StepState.PENDING);
        assertThat(run.state("announce")).isEqualTo(StepState.DONE);
        assertThat(run.started()).containsExactly("correct");
        assertThat(run.advance(Duration.ofMinutes(10)).waitingIds()).containsExactly("step team");
    }

    @Test
    void what_runs_while_T_0_is_moved_is_done_again_too() {
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("backup").at("T-90m"),
                        StepBuilder.step("stop").needs("backup").changes()),
                T0);
        run.advanceTo(T0.minus(Duration.ofMinutes(90))).accepted(to(T0.plus(Duration.ofDays(1))));

        run.succeed("backup");
        assertThat(run.state("backup")).isEqualTo(StepState.PENDING);
        assertThat(run.attempt("backup")).isEqualTo(2);
        assertThat(run.started()).isEmpty();
    }

    @Test
    void people_are_notified_of_every_new_T_0_and_only_where_they_were_notified_of_the_old_one() {
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("announce").at("T-120m"),
                        StepBuilder.gate("shut-down").at("T-5m").needs("announce"),
                        StepBuilder.step("correct").compensates("announce").onReschedule()),
                T0);
        assertThat(run.accepted(to(T0.plus(Duration.ofMinutes(5)))).started()).isEmpty();

        run.advanceTo(T0.minus(Duration.ofMinutes(115))).succeed("announce");
        assertThat(run.accepted(to(T0.plus(Duration.ofMinutes(6)))).started()).containsExactly("correct");
        assertThat(run.accepted(to(T0.plus(Duration.ofMinutes(7)))).started()).isEmpty();
        assertThat(run.succeed("correct").started())
                .as("once more, for the last one")
                .containsExactly("correct");
        run.succeed("correct");
        run.advanceTo(T0.minus(Duration.ofMinutes(113))).succeed("announce");
        run.advanceTo(T0.plus(Duration.ofMinutes(2))).go("shut-down", "alice");
        assertThat(run.finished()).isTrue();
    }

    @Test
    void a_stop_withdraws_and_corrects_nothing() {
        var run = day();
        run.noGo("shut-down", "alice");

        assertThat(run.started()).containsExactly("cancel");
        assertThat(run.succeed("cancel").finished()).isTrue();
        assertThat(run.state("correct")).isEqualTo(StepState.NOT_NEEDED);
    }

    @Test
    void by_rules_1_what_was_done_stays_done() {
        var run = EngineRun.withT0(
                TestRunbook.day(
                                StepBuilder.step("backup").at("T-90m"),
                                StepBuilder.gate("shut-down").needs("backup"))
                        .rules(1),
                T0);
        run.advanceTo(T0.minus(Duration.ofMinutes(90))).succeed("backup").accepted(to(T0.plus(Duration.ofDays(1))));

        assertThat(run.state("backup")).isEqualTo(StepState.DONE);
    }
}
