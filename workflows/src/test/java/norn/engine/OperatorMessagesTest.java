package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import norn.message.Message;
import norn.state.Event;
import norn.state.LoggedIncident;
import norn.state.RefusedMessage;
import norn.state.Status;
import org.junit.jupiter.api.Test;

class OperatorMessagesTest {
    private static final Instant T0 = EngineRun.START.plus(Duration.ofHours(2));

    @Test
    void a_pause_holds_what_has_not_begun_and_what_runs_ends() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.step("one"), StepBuilder.step("two").needs("one")));
        run.accepted(new Message.Pause("alice", "lunch"));

        assertThat(run.state().status()).isEqualTo(Status.PAUSED);
        assertThat(run.succeed("one").commands()).isEmpty();
        assertThat(run.accepted(new Message.Resume("alice", null)).started()).containsExactly("two");
    }

    @Test
    void watching_never_pauses_for_people() {
        var run = EngineRun.live(TestRunbook.watch(
                StepBuilder.step("one"),
                StepBuilder.watch("watch", "1h").needs("one"),
                StepBuilder.step("two").needs("one")));
        run.accepted(new Message.Pause("alice", null));

        assertThat(run.succeed("one").started()).containsExactly("watch");
    }

    @Test
    void a_pause_holds_the_end_of_the_phase() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one"))).accepted(new Message.Pause("alice", null));

        assertThat(run.succeed("one").finished()).isFalse();
        assertThat(run.accepted(new Message.Resume("alice", null)).finished()).isTrue();
    }

    @Test
    void a_second_pause_is_refused_with_who_paused_and_when() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one"))).accepted(new Message.Pause("alice", null));

        assertThat(run.refused(new Message.Pause("bob", null)))
                .isEqualTo("it is paused since 2026-12-01T07:00:00Z by alice");
    }

    @Test
    void the_driver_may_suspend_the_phase_and_ends_no_pause_of_a_person() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.step("one"), StepBuilder.step("two").needs("one"))
                        .people("operator", "bob"));
        run.record(new Event.Paused("norn", "held")).record(new Event.Paused("norn", "held"));
        assertThat(run.state().status()).isEqualTo(Status.PAUSED);
        run.record(new Event.Resumed("norn", "free")).accepted(new Message.Pause("bob", null));
        run.record(new Event.Resumed("norn", "free"));

        assertThat(run.state().pausedBy()).isEqualTo("bob");
    }

    @Test
    void what_is_not_paused_cannot_be_resumed() {
        assertThat(new EngineRun(TestRunbook.day(StepBuilder.step("one"))).refused(new Message.Resume("bob", null)))
                .isEqualTo("it is not paused");
    }

    @Test
    void a_flood_of_incidents_and_pauses_is_refused_and_every_other_message_counts() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go"), StepBuilder.step("one").needs("go")));
        for (var i = 0; i < 500; i++) {
            run.accepted(new Message.Incident("i", "P3", "slow", "OPEN", "alice", null));
        }

        assertThat(run.refused(new Message.Incident("i", "P3", "slow", "CLOSED", "alice", null)))
                .startsWith("phase deployment-day has taken 500 incidents, pauses and changes of T-0");
        assertThat(run.refused(new Message.Pause("alice", null))).contains("takes no more of them");
        assertThat(run.go("go", "alice").started()).containsExactly("one");
    }

    @Test
    void of_thousands_of_refusals_the_first_are_recorded_and_the_rest_is_counted() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one")))
                .refusedTimes(new Message.Resume("bob", null), 5_000);

        var refused = run.state().refused();
        assertThat(refused).hasSize(204);
        assertThat(refused.get(203).reason())
                .isEqualTo(
                        "it is not paused (3200 messages were refused so far; of those after the first 200 few are recorded)");
    }

    @Test
    void another_T_0_moves_the_planned_times() {
        var run = EngineRun.withT0(TestRunbook.day(StepBuilder.step("warn").at("T-30m")), T0);
        run.accepted(new Message.Reschedule(T0.plus(Duration.ofHours(1)), "alice", "not enough people"));

        assertThat(run.wakeUps()).containsExactly(T0.plus(Duration.ofMinutes(30)));
        assertThat(run.checklist().t0()).isEqualTo(T0.plus(Duration.ofHours(1)));
    }

    @Test
    void an_earlier_T_0_does_not_shorten_a_notice() {
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("warn"),
                        StepBuilder.step("shut").needs("warn").at("T+0m").notice("warn", Duration.ofMinutes(30))),
                T0);
        run.succeed("warn")
                .accepted(new Message.Reschedule(EngineRun.START.plus(Duration.ofMinutes(5)), "alice", null));

        assertThat(run.wakeUps()).containsExactly(EngineRun.START.plus(Duration.ofMinutes(30)));
    }

    @Test
    void a_T_0_that_has_come_cannot_be_moved() {
        var run = EngineRun.withT0(TestRunbook.day(StepBuilder.gate("wait")), T0);
        run.advanceTo(T0);

        assertThat(run.refused(new Message.Reschedule(T0.plusSeconds(60), "alice", null)))
                .isEqualTo("T-0 has come at 2026-12-01T09:00:00Z; it can be moved no more");
    }

    @Test
    void a_T_0_in_the_past_is_refused() {
        assertThat(EngineRun.withT0(TestRunbook.day(StepBuilder.gate("wait")), T0)
                        .refused(new Message.Reschedule(EngineRun.START, "alice", null)))
                .isEqualTo("t0 is 2026-12-01T07:00:00Z, which is past; it is 2026-12-01T07:00:00Z now");
    }

    @Test
    void after_the_first_change_T_0_cannot_be_moved() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("shut").changes()));

        assertThat(run.refused(new Message.Reschedule(T0, "alice", null)))
                .isEqualTo("T-0 has come; it can be moved no more");
    }

    @Test
    void in_the_watch_there_is_no_T_0_to_move() {
        assertThat(EngineRun.live(TestRunbook.watch(StepBuilder.gate("wait")))
                        .refused(new Message.Reschedule(T0, "alice", null)))
                .isEqualTo("T-0 is over in phase post-deployment");
    }

    @Test
    void an_incident_is_opened_changed_and_closed() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("wait")));
        run.accepted(new Message.Incident("i-1", "P2", "slow", "OPEN", "alice", null));
        run.advance(Duration.ofMinutes(5)).accepted(new Message.Incident("i-1", "P1", "down", "OPEN", "bob", null));
        run.advance(Duration.ofMinutes(5)).accepted(new Message.Incident("i-1", "P1", "down", "CLOSED", "bob", null));

        assertThat(run.checklist().incidents())
                .containsExactly(new LoggedIncident(
                        "i-1",
                        "P1",
                        "down",
                        "CLOSED",
                        "bob",
                        EngineRun.START,
                        EngineRun.START.plus(Duration.ofMinutes(10))));
    }

    @Test
    void an_incident_of_no_known_severity_is_refused() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("wait")));

        assertThat(run.refused(new Message.Incident("i-1", "P9", "s", "OPEN", "alice", null)))
                .isEqualTo("severity is 'P9'. Known: P1, P2, P3");
        assertThat(run.refused(new Message.Incident("i-1", "P1", "s", "open", "alice", null)))
                .isEqualTo("state is 'open'. Known: OPEN, CLOSED");
    }

    @Test
    void an_order_to_roll_back_needs_a_reason() {
        assertThat(new EngineRun(TestRunbook.day(StepBuilder.gate("wait")))
                        .refused(EngineRun.rollBack(null, " ", "alice")))
                .isEqualTo("a rollback needs a reason: put it into reason");
    }

    @Test
    void what_could_not_be_read_is_recorded_as_refused() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("wait")));
        run.engine.refuse("decied", null, "no such message. Did you mean decide?", run.now);

        assertThat(run.checklist().refused())
                .containsExactly(
                        new RefusedMessage("decied", null, "no such message. Did you mean decide?", EngineRun.START));
    }

    @Test
    void the_answer_says_what_holds_now() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("one"), StepBuilder.gate("two")));

        assertThat(run.engine.accept(new Message.Pause("alice", null), run.now)).isEqualTo(new Answer(true, "PAUSED"));
        assertThat(run.engine.accept(new Message.Resume("alice", null), run.now))
                .isEqualTo(new Answer(true, "WAITING_FOR_PEOPLE"));
        assertThat(List.of(run.state().status())).containsExactly(Status.WAITING_FOR_PEOPLE);
    }
}
