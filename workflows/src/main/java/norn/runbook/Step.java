package norn.runbook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the runbook that is done, attested or decided.
 *
 * @param id unique in the runbook; what messages call the step by
 * @param covers the checklist's items that it fulfils, such as {@code DAY-DB-2}
 * @param at when it is planned; null: as soon as its needs are met
 * @param purpose what it is to the engine and the reports; null: a step like any other
 * @param needs ids of the steps of this phase that must be over before it; in a plan always spelled out
 * @param component the part of the environment it acts on, by its name there; null for the environment as a whole
 * @param optional its failure or absence does not fail the deployment, but makes it {@code PARTIAL}
 * @param changes from the first start of such a step on, the environment differs from what it was, and NO_GO means rollback
 * @param goLive from its first start on users may be in, and only a criterion or an order starts a rollback
 * @param skippable a person may SKIP it after a failure, with a reason
 * @param tries Temporal's own tries before it counts as failed, at least 1
 * @param when the condition under which it is needed at all; null: always
 * @param notice what was promised to people and must not be cut short; null: nothing
 * @param note why the step differs from the checklist's literal text; null: it does not
 * @param due when it is expected, for the timeline alone: nothing waits for it; null: as {@code at} says
 * @param compensates ids of steps, of this phase or an earlier one, whose notices the step withdraws; it begins only where the
 *     phase stops before its first change; empty: an ordinary step
 * @param onReschedule the compensation begins each time that T-0 is moved instead, and corrects those notices
 */
public record Step(
        String id,
        String title,
        List<String> covers,
        @Nullable PlannedTime at,
        Work work,
        @Nullable StepPurpose purpose,
        List<String> needs,
        @Nullable String component,
        boolean optional,
        boolean changes,
        boolean goLive,
        boolean skippable,
        OnFailure onFailure,
        int tries,
        @Nullable When when,
        @Nullable Notice notice,
        @Nullable String note,
        @Nullable PlannedTime due,
        List<String> compensates,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean onReschedule) {
    public Step {
        covers = List.copyOf(covers);
        needs = List.copyOf(needs);
        compensates = List.copyOf(compensates);
        if (tries < 1) {
            throw new IllegalArgumentException("step %s: tries is %d, needs at least 1".formatted(id, tries));
        }
    }

    /** A step that is no compensation, or one that begins where the phase stops. */
    public Step(
            String id,
            String title,
            List<String> covers,
            @Nullable PlannedTime at,
            Work work,
            @Nullable StepPurpose purpose,
            List<String> needs,
            @Nullable String component,
            boolean optional,
            boolean changes,
            boolean goLive,
            boolean skippable,
            OnFailure onFailure,
            int tries,
            @Nullable When when,
            @Nullable Notice notice,
            @Nullable String note,
            @Nullable PlannedTime due,
            List<String> compensates) {
        this(
                id,
                title,
                covers,
                at,
                work,
                purpose,
                needs,
                component,
                optional,
                changes,
                goLive,
                skippable,
                onFailure,
                tries,
                when,
                notice,
                note,
                due,
                compensates,
                false);
    }

    /** A step that is expected when it is planned. */
    public Step(
            String id,
            String title,
            List<String> covers,
            @Nullable PlannedTime at,
            Work work,
            List<String> needs,
            @Nullable String component,
            boolean optional,
            boolean changes,
            boolean goLive,
            boolean skippable,
            OnFailure onFailure,
            int tries,
            @Nullable When when,
            @Nullable Notice notice,
            @Nullable String note) {
        this(
                id, title, covers, at, work, null, needs, component, optional, changes, goLive, skippable, onFailure,
                tries, when, notice, note, null, List.of());
    }

    /** The same step in an environment that excludes others: with that work and those needs and marks instead of its own. */
    public Step adapted(
            Work adaptedWork,
            List<String> adaptedNeeds,
            @Nullable StepPurpose adaptedPurpose,
            boolean adaptedChanges,
            boolean adaptedGoLive) {
        return new Step(
                id,
                title,
                covers,
                at,
                adaptedWork,
                adaptedPurpose,
                adaptedNeeds,
                component,
                optional,
                adaptedChanges,
                adaptedGoLive,
                skippable,
                onFailure,
                tries,
                when,
                notice,
                note,
                due,
                compensates);
    }

    /** Whether it has that purpose. */
    public boolean serves(StepPurpose asked) {
        return purpose == asked;
    }

    /** Whether it only withdraws the notices of other steps. */
    public boolean isCompensation() {
        return !compensates.isEmpty();
    }

    /** The time that the timeline shows for it: {@code at}, or else {@code due}; null: none. */
    public @Nullable PlannedTime planned() {
        return at == null ? due : at;
    }

    /** What a failure means once its tries are used up. */
    public enum OnFailure {
        /** A person resolves it: RETRY, SKIP where allowed, or ROLL_BACK. */
        ASK,
        /** The phase stops, and what it changed is rolled back. */
        ROLL_BACK,
        /** The failure is recorded and the phase goes on. */
        CONTINUE
    }

    /**
     * The step is needed only where an earlier step's evidence says so.
     *
     * @param value key into that evidence's values; needed if it is {@code true}, or a number other than 0
     */
    public record When(String step, String value) {
        /** Whether that evidence's {@code values} say so. */
        public boolean holds(Map<String, Object> values) {
            var said = values.get(value);
            if (said instanceof Number number) {
                return number.doubleValue() != 0;
            }
            return Boolean.TRUE.equals(said) || "true".equals(said);
        }
    }

    /** The step waits until {@code promised} has passed since {@code step} ended, paced like planned time. */
    public record Notice(String step, Duration promised) {}
}
