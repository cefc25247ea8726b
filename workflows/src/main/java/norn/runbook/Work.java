package norn.runbook;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a step asks for: an action by a machine, an attestation by a person, or a decision at a gate. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @Type(value = Work.Action.class, name = "action"),
    @Type(value = Work.Attestation.class, name = "attestation"),
    @Type(value = Work.Gate.class, name = "gate")
})
public sealed interface Work {
    /** Applies the function for the variant at hand; a forgotten variant does not compile. */
    <R> R match(Function<Action, R> action, Function<Attestation, R> attestation, Function<Gate, R> gate);

    /**
     * Work of a machine.
     *
     * @param name the activity to call
     * @param options the action's own settings, as its capability documents them
     * @param limit how long one try may take, real time
     * @param heartbeat how long it may be silent before it counts as dead, real time
     */
    record Action(String name, Map<String, Object> options, Duration limit, Duration heartbeat) implements Work {
        public Action {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        @Override
        public <R> R match(Function<Action, R> action, Function<Attestation, R> attestation, Function<Gate, R> gate) {
            return action.apply(this);
        }
    }

    /**
     * Work of a person, who says that it is done.
     *
     * @param roles any one of which may attest it
     * @param items what is attested, one line each, in one sitting
     * @param values the numbers or words that the person is asked for
     */
    record Attestation(List<String> roles, List<String> items, List<AskedValue> values) implements Work {
        public Attestation {
            roles = List.copyOf(roles);
            items = List.copyOf(items);
            values = List.copyOf(values);
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("an attestation needs at least one role");
            }
        }

        @Override
        public <R> R match(Function<Action, R> action, Function<Attestation, R> attestation, Function<Gate, R> gate) {
            return attestation.apply(this);
        }
    }

    /**
     * A value that a person is asked for.
     *
     * @param unit what the number counts, such as {@code %}; null: free text
     */
    record AskedValue(String name, String title, @Nullable String unit) {
        /** What numbers are possible: no share is above 100 %, and nothing that is counted or measured here is below 0. */
        public boolean canBe(double number) {
            return number >= 0 && (!"%".equals(unit) || number <= 100);
        }

        /** The possible numbers, for people. */
        public String range() {
            return "%".equals(unit) ? "0 to 100 %" : "0 or more %s".formatted(unit);
        }

        /** What is expected, for people who are about to type it. */
        public String expected() {
            if (unit == null) {
                return "a number or words";
            }
            return "%".equals(unit) ? "per cent, 0 to 100" : "a number in %s, 0 or more".formatted(unit);
        }
    }

    /**
     * A decision: {@code quorum} different people of the {@code roles} must say GO.
     *
     * @param notBy ids of gates or steps whose deciders or attesters may not decide here
     * @param deadline how long it may stay open, real time; null: for as long as it takes
     * @param onDeadline what the deadline does
     * @param signOff it signs off what was done rather than letting something begin; its NO_GO after go-live is recorded
     */
    record Gate(
            List<String> roles,
            int quorum,
            List<String> notBy,
            @Nullable Duration deadline,
            DeadlineAction onDeadline,
            boolean signOff)
            implements Work {
        public Gate {
            roles = List.copyOf(roles);
            notBy = List.copyOf(notBy);
            if (quorum < 1 || roles.isEmpty()) {
                throw new IllegalArgumentException(
                        "gate for %d people of roles %s: needs at least one of each".formatted(quorum, roles));
            }
        }

        @Override
        public <R> R match(Function<Action, R> action, Function<Attestation, R> attestation, Function<Gate, R> gate) {
            return gate.apply(this);
        }
    }

    /** What an unanswered gate does at its deadline. */
    enum DeadlineAction {
        /** It counts as NO_GO. */
        NO_GO,
        /** It counts as GO: only for sign-offs, where the record then says that nobody answered. */
        GO,
        /** It stays open; people are paged again each time the deadline's length has passed. */
        PAGE
    }
}
