package norn.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a step; the attempt counts from 1. */
public sealed interface StepStatus {
    /** The attempt that it is at. */
    int attempt();

    /** What the contract calls it. */
    StepState state();

    /** Whether what needs it may begin. */
    default boolean isOver() {
        return false;
    }

    /** Whether people are to answer. */
    default boolean isWaiting() {
        return false;
    }

    /** Not begun; {@code early} is what a person attested before it was asked, null: nothing. */
    record Pending(int attempt, Event.@Nullable Completed early) implements StepStatus {
        /** Not begun, and nobody has attested it early. */
        public static Pending of(int attempt) {
            return new Pending(attempt, null);
        }

        @Override
        public StepState state() {
            return StepState.PENDING;
        }
    }

    /** An action is under way. */
    record Running(int attempt, Instant startedAt) implements StepStatus {
        @Override
        public StepState state() {
            return StepState.RUNNING;
        }
    }

    /** A person is asked to attest. */
    record Asked(int attempt, Instant since) implements StepStatus {
        @Override
        public StepState state() {
            return StepState.WAITING;
        }

        @Override
        public boolean isWaiting() {
            return true;
        }
    }

    /**
     * A gate is open.
     *
     * @param deadlineFrom when its deadline began to run, last
     * @param pausedBefore how long the phase had been paused in all by then
     * @param decisions who has said GO
     */
    record Open(int attempt, Instant since, Instant deadlineFrom, Duration pausedBefore, List<Event.Decided> decisions)
            implements StepStatus {
        public Open {
            decisions = List.copyOf(decisions);
        }

        @Override
        public StepState state() {
            return StepState.WAITING;
        }

        @Override
        public boolean isWaiting() {
            return true;
        }
    }

    /**
     * It failed.
     *
     * @param startedAt null where it never began (a NO_GO before the gate was open)
     * @param by who says so: a name, or {@code machine}
     * @param asks a person is to resolve it; else the phase goes on, or stops
     */
    record Failed(int attempt, @Nullable Instant startedAt, Instant at, String by, StepEvidence evidence, boolean asks)
            implements StepStatus {
        @Override
        public StepState state() {
            return StepState.FAILED;
        }

        @Override
        public boolean isOver() {
            return !asks;
        }

        @Override
        public boolean isWaiting() {
            return asks;
        }
    }

    /** It is over: {@code DONE}, {@code SKIPPED} or {@code NOT_NEEDED}; {@code by} is null where nobody answered. */
    record Over(
            int attempt,
            StepState state,
            @Nullable Instant startedAt,
            Instant endedAt,
            @Nullable String by,
            StepEvidence evidence)
            implements StepStatus {
        @Override
        public boolean isOver() {
            return true;
        }
    }
}
