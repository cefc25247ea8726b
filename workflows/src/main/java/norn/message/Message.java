package norn.message;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.RollbackMode;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** What a person says, once it is readable. Names and fields are the contract's; null where the person omitted it. */
public sealed interface Message {
    /** The message's name in the contract. */
    String name();

    /** Who says so. */
    String by();

    /** Applies the listener's overload for the variant at hand. */
    <R> R dispatch(Visitor<R> visitor);

    /** One overload a message. */
    interface Visitor<R> {
        R on(Decide message);

        R on(Complete message);

        R on(Resolve message);

        R on(RollBack message);

        R on(Reschedule message);

        R on(Incident message);

        R on(Pause message);

        R on(Resume message);
    }

    /** A go/no-go decision or a sign-off. */
    record Decide(
            String gate,
            Event.Verdict verdict,
            String by,
            @Nullable Integer attempt,
            @Nullable String note) implements Message {
        @Override
        public String name() {
            return "decide";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /** An attestation of one step, or of several at once: all are taken or none. */
    record Complete(
            List<String> steps,
            String by,
            @Nullable Integer attempt,
            Event.AttestationOutcome outcome,
            Map<String, Object> values,
            @Nullable String note,
            @Nullable String evidence)
            implements Message {
        public Complete {
            steps = List.copyOf(steps);
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String name() {
            return "complete";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /** What to do about a failed step or a met criterion. */
    record Resolve(
            String step,
            Event.Choice choice,
            String by,
            @Nullable Integer attempt,
            @Nullable String note) implements Message {
        @Override
        public String name() {
            return "resolve";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /**
     * A person orders the rollback.
     *
     * @param mode null: what the criterion says, else auto
     * @param to the release to go back to; null: what the last D-Day recorded
     */
    record RollBack(
            @Nullable String criterion,
            String reason,
            String by,
            @Nullable String note,
            @Nullable RollbackMode mode,
            @Nullable String to)
            implements Message {
        @Override
        public String name() {
            return "rollBack";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /** Another T-0. */
    record Reschedule(Instant t0, String by, @Nullable String note) implements Message {
        @Override
        public String name() {
            return "reschedule";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /** An entry of the incident log. */
    record Incident(
            String id,
            String severity,
            String summary,
            String state,
            String by,
            @Nullable String note) implements Message {
        @Override
        public String name() {
            return "incident";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /** Hold before the next step. */
    record Pause(String by, @Nullable String note) implements Message {
        @Override
        public String name() {
            return "pause";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }

    /** Go on. */
    record Resume(String by, @Nullable String note) implements Message {
        @Override
        public String name() {
            return "resume";
        }

        @Override
        public <R> R dispatch(Visitor<R> visitor) {
            return visitor.on(this);
        }
    }
}
