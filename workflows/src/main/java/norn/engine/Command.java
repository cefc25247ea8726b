package norn.engine;

import java.time.Instant;
import java.util.List;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.PhaseOutcome;

/** What the engine asks its driver to do; the driver records the result as an event. */
public sealed interface Command {
    /** Calls the driver's overload for this command. */
    void dispatch(Driver driver);

    /** One overload a command. */
    interface Driver {
        void on(StartAction command);

        void on(CancelAction command);

        void on(WakeAt command);

        void on(Page command);

        void on(Tell command);

        void on(Finish command);
    }

    /**
     * Order the action; answer with {@code StepSucceeded} or {@code StepFailed} of the same attempt.
     *
     * @param action its options are complete: a watch has its window and its criteria
     */
    record StartAction(Step step, Work.Action action, int attempt) implements Command {
        @Override
        public void dispatch(Driver driver) {
            driver.on(this);
        }
    }

    /** The action's result is no longer needed: cancel it, and report when it has ended. */
    record CancelAction(String step, int attempt) implements Command {
        @Override
        public void dispatch(Driver driver) {
            driver.on(this);
        }
    }

    /** Ask again for commands at that time, unless something happens before; {@code why} is for people. */
    record WakeAt(Instant at, String why) implements Command {
        @Override
        public void dispatch(Driver driver) {
            driver.on(this);
        }
    }

    /** Page the people on duty, without waiting for it; {@code about} is the id of a step, a gate or a criterion. */
    record Page(String about, String text) implements Command {
        @Override
        public void dispatch(Driver driver) {
            driver.on(this);
        }
    }

    /**
     * Tell the people of those roles, without waiting for it; {@code about} is the id of a step, a gate or a criterion.
     *
     * @param urgent those on call are notified too
     */
    record Tell(List<String> roles, String about, String text, boolean urgent) implements Command {
        public Tell {
            roles = List.copyOf(roles);
        }

        @Override
        public void dispatch(Driver driver) {
            driver.on(this);
        }
    }

    /** The phase is over. */
    record Finish(PhaseOutcome outcome) implements Command {
        @Override
        public void dispatch(Driver driver) {
            driver.on(this);
        }
    }
}
