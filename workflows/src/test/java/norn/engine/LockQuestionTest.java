package norn.engine;

import static norn.engine.StepBuilder.gate;
import static norn.engine.StepBuilder.step;
import static norn.state.PhaseOutcome.Kind.GIVEN_UP;
import static norn.state.PhaseOutcome.Kind.ROLL_BACK;
import static norn.state.PhaseOutcome.Kind.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import norn.message.Message;
import norn.state.Event;
import norn.state.LostLock;
import org.junit.jupiter.api.Test;

/** Another run has taken the lock of a phase. */
class LockQuestionTest {
    private static EngineRun lost(EngineRun run) {
        return run.record(new Event.LockLost("other"));
    }

    private static Message answer(Event.Choice choice) {
        return EngineRun.resolve(LostLock.ID, choice, "alice", null);
    }

    private static EngineRun changed() {
        return new EngineRun(
                        TestRunbook.day(step("shut").changes(), gate("go-live").needs("shut")))
                .succeed("shut");
    }

    @Test
    void people_are_asked_and_see_what_their_answers_do() {
        var run = lost(changed());

        assertThat(run.waiting().get(1)).satisfies(item -> {
            assertThat(item.kind()).isEqualTo("failure");
            assertThat(item.id()).isEqualTo("environment-lock");
            assertThat(item.choices()).isEqualTo(List.of("RETRY", "ROLL_BACK"));
            assertThat(item.detail())
                    .isEqualTo("other has it, and may change the environment; nothing is started here meanwhile; RETRY:"
                            + " it goes on here once the lock is free; see first what the other run has changed;"
                            + " ROLL_BACK: all changes are rolled back once the lock is free");
        });
        assertThat(run.refused(answer(Event.Choice.SKIP)))
                .isEqualTo("environment-lock: choose RETRY or ROLL_BACK, not SKIP");
    }

    @Test
    void retry_lets_it_go_on_once_it_is_free_and_a_second_loss_asks_again() {
        var run = lost(changed()).accepted(answer(Event.Choice.RETRY));

        assertThat(run.state().lostLock().mayGoOn()).isTrue();
        assertThat(run.waitingIds()).containsExactly("gate go-live");
        assertThat(run.refused(answer(Event.Choice.ROLL_BACK))).startsWith("environment-lock is answered already");
        run.record(new Event.LockRegained("other"));
        assertThat(run.state().lostLock()).isNull();
        assertThat(lost(run).state().lostLock().attempt()).isEqualTo(2);
        assertThat(run.refused(new Message.Resolve(LostLock.ID, Event.Choice.RETRY, "alice", 1, null)))
                .isEqualTo("environment-lock is at attempt 2, the answer is for attempt 1");
    }

    @Test
    void roll_back_does_what_it_does_at_a_failure() {
        assertThat(lost(changed())
                        .accepted(answer(Event.Choice.ROLL_BACK))
                        .outcome()
                        .kind())
                .isEqualTo(ROLL_BACK);
        assertThat(lost(new EngineRun(TestRunbook.day(gate("begin"))))
                        .accepted(answer(Event.Choice.ROLL_BACK))
                        .outcome()
                        .kind())
                .isEqualTo(STOPPED);
        assertThat(lost(new EngineRun(TestRunbook.rollback(gate("agree"))))
                        .accepted(answer(Event.Choice.ROLL_BACK))
                        .outcome()
                        .kind())
                .isEqualTo(GIVEN_UP);
    }

    @Test
    void nobody_is_asked_about_a_lock_that_is_held() {
        assertThat(changed().refused(answer(Event.Choice.RETRY))).startsWith("'environment-lock': no such step");
    }
}
