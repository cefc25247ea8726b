package norn.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/** Something that happened to a phase. {@code by} is a person's claimed name. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @Type(value = Event.PhaseStarted.class, name = "phase-started"),
    @Type(value = Event.StepStarted.class, name = "step-started"),
    @Type(value = Event.StepSucceeded.class, name = "step-succeeded"),
    @Type(value = Event.StepFailed.class, name = "step-failed"),
    @Type(value = Event.StepTriedAgain.class, name = "step-tried-again"),
    @Type(value = Event.StepNotNeeded.class, name = "step-not-needed"),
    @Type(value = Event.Completed.class, name = "completed"),
    @Type(value = Event.Decided.class, name = "decided"),
    @Type(value = Event.DeadlinePassed.class, name = "deadline-passed"),
    @Type(value = Event.Resolved.class, name = "resolved"),
    @Type(value = Event.CriterionMet.class, name = "criterion-met"),
    @Type(value = Event.RollbackOrdered.class, name = "rollback-ordered"),
    @Type(value = Event.T0Set.class, name = "t0-set"),
    @Type(value = Event.IncidentLogged.class, name = "incident-logged"),
    @Type(value = Event.Paused.class, name = "paused"),
    @Type(value = Event.Resumed.class, name = "resumed"),
    @Type(value = Event.Cancelled.class, name = "cancelled"),
    @Type(value = Event.Refused.class, name = "refused"),
    @Type(value = Event.PeopleNotified.class, name = "people-notified", names = "people-told"),
    @Type(value = Event.PhaseStopping.class, name = "phase-stopping"),
    @Type(value = Event.PhaseEnded.class, name = "phase-ended"),
    @Type(value = Event.PhaseReopened.class, name = "phase-reopened"),
    @Type(value = Event.EnvironmentTaken.class, name = "environment-taken"),
    @Type(value = Event.LockLost.class, name = "lock-lost"),
    @Type(value = Event.LockRegained.class, name = "lock-regained")
})
public sealed interface Event {
    /** Calls the handler's overload for this event; a forgotten variant does not compile. */
    void dispatch(Handler handler);

    /** One overload an event. */
    interface Handler {
        void on(PhaseStarted event);

        void on(StepStarted event);

        void on(StepSucceeded event);

        void on(StepFailed event);

        void on(StepTriedAgain event);

        void on(StepNotNeeded event);

        void on(Completed event);

        void on(Decided event);

        void on(DeadlinePassed event);

        void on(Resolved event);

        void on(CriterionMet event);

        void on(RollbackOrdered event);

        void on(T0Set event);

        void on(IncidentLogged event);

        void on(Paused event);

        void on(Resumed event);

        void on(Cancelled event);

        void on(Refused event);

        void on(PeopleNotified event);

        void on(PhaseStopping event);

        void on(PhaseEnded event);

        void on(PhaseReopened event);

        void on(EnvironmentTaken event);

        void on(LockLost event);

        void on(LockRegained event);
    }

    /**
     * The phase began.
     *
     * @param t0 null while it is not known
     * @param goLiveAt null before go-live
     * @param changed whether the environment had been changed by then
     * @param cause what a rollback was started for; null in other phases, and where a person started it alone
     */
    record PhaseStarted(
            PhaseName phase,
            @Nullable Instant t0,
            @Nullable Instant goLiveAt,
            boolean changed,
            @Nullable PhaseOutcome cause)
            implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** An action was ordered, or people were asked (an attestation, a gate that opened). */
    record StepStarted(String step, int attempt) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** An action ended well. */
    record StepSucceeded(String step, int attempt, Evidence evidence) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /**
     * An action failed and its tries are used up.
     *
     * @param error the name of what is wrong, such as {@code SchemaNotReached}
     * @param remedy what people can do; null where the message says it
     * @param evidence what a check measured that found what should not be, or could not look; null: there is none
     */
    record StepFailed(
            String step,
            int attempt,
            String error,
            String message,
            @Nullable String remedy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Evidence evidence)
            implements Event {
        /** One without evidence. */
        public StepFailed(String step, int attempt, String error, String message, @Nullable String remedy) {
            this(step, attempt, error, message, remedy, null);
        }

        /** One whose message says all that there is to say. */
        public StepFailed(String step, int attempt, String error, String message) {
            this(step, attempt, error, message, null);
        }

        /** A check that found what should not be, or could not look. */
        public static StepFailed of(StepSucceeded ended) {
            var evidence = ended.evidence();
            return new StepFailed(
                    ended.step(),
                    ended.attempt(),
                    evidence.finding() == Finding.UNKNOWN ? "Unknown" : "NotAsItShouldBe",
                    evidence.summary(),
                    null,
                    evidence);
        }

        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** A watch that had failed was ordered once more, by no person: it is the same attempt. */
    record StepTriedAgain(String step, int attempt) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** The step is not needed here: its condition does not hold, or the environment excludes it. */
    record StepNotNeeded(String step, String reason) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** A person attested a step; {@code evidence} is an address that people can open. */
    record Completed(
            String step,
            int attempt,
            String by,
            AttestationOutcome outcome,
            Map<String, Object> values,
            @Nullable String note,
            @Nullable String evidence)
            implements Event {
        public Completed {
            values = values == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** A person decided at a gate. */
    record Decided(
            String gate,
            int attempt,
            Verdict verdict,
            String by,
            @Nullable String note) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** Nobody answered in time: {@code id} is a gate's or a criterion's. */
    record DeadlinePassed(String id, int attempt) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** A person said what to do about a failed step or a met criterion. */
    record Resolved(
            String step,
            int attempt,
            Choice choice,
            String by,
            @Nullable String note) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /**
     * A criterion was found to be met, by the step's measurement, or nobody can say any more whether it is.
     *
     * @param attempt counts its questions from 1; the same again: it is met still, and worse
     * @param value what was measured; null: nothing was
     * @param unknown nobody can say whether it is met
     */
    record CriterionMet(
            String criterion,
            int attempt,
            String step,
            String detail,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double value,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unknown)
            implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** A person, or a criterion on its own, ordered the rollback; {@code by} is {@code machine} for the latter. */
    record RollbackOrdered(@Nullable String criterion, String reason, String by, RollbackMode mode) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** T-0 was set or moved. */
    record T0Set(Instant t0, String by, @Nullable String note) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** An entry of the incident log; the same id again changes the entry. */
    record IncidentLogged(String id, String severity, String summary, String state, String by) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** Nothing new starts until resumed. */
    record Paused(String by, @Nullable String note) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** Goes on after a pause. */
    record Resumed(String by, @Nullable String note) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** The run was asked to stop: a NO_GO where it stands. */
    record Cancelled(String reason) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** A message that changed nothing; {@code by} is null where it names nobody. */
    record Refused(String message, @Nullable String by, String reason) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /**
     * People were notified that they are asked, or soon will be.
     *
     * @param about each thing that waits, as {@code id#attempt}
     */
    record PeopleNotified(NoticeKind kind, List<String> about) implements Event {
        public PeopleNotified {
            about = List.copyOf(about);
        }

        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** Why people are notified. */
    enum NoticeKind {
        /** They are asked from now on. */
        ASKED,
        /** They have not answered yet. */
        REMINDED,
        /** A gate will open soon. */
        AHEAD,
        /** A deadline will pass soon. */
        DEADLINE
    }

    /** Nothing new starts; once what runs has ended, the phase ends with {@code outcome}. */
    record PhaseStopping(PhaseOutcome outcome) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** The phase is over. */
    record PhaseEnded(PhaseOutcome outcome) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** The phase had ended for a rollback that nobody agreed to, because of {@code reason}; it goes on where it was. */
    record PhaseReopened(String reason) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /**
     * The deployment has taken the environment for its day.
     *
     * @param fence the number that orders bear from now on
     * @param changed whether an earlier run of the deployment, before its reset, may have changed the environment
     */
    record EnvironmentTaken(long fence, boolean changed) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** Somebody ended the lock of the phase, and another run has it; {@code holder} says which, for people. */
    record LockLost(String holder) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** The phase has the lock again, which {@code holder} had. */
    record LockRegained(String holder) implements Event {
        @Override
        public void dispatch(Handler handler) {
            handler.on(this);
        }
    }

    /** What a person says of a step. */
    enum AttestationOutcome {
        DONE,
        FAILED,
        NOT_NEEDED
    }

    /** What a person says at a gate. */
    enum Verdict {
        GO,
        NO_GO
    }

    /** A person's choice about a failed step or a met criterion. */
    enum Choice {
        RETRY,
        SKIP,
        ROLL_BACK,
        KEEP
    }
}
