package norn.run;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** The search attributes by which runs are found, and those of one run: only what changes is set anew, since each time is an event. */
public final class NornSearchAttributes {
    /** The environment of the run. */
    public static final SearchAttributeKey<String> ENVIRONMENT = SearchAttributeKey.forKeyword("NornEnvironment");
    /** The release. */
    public static final SearchAttributeKey<String> RELEASE = SearchAttributeKey.forKeyword("NornRelease");
    /** The phase that it is in. */
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("NornPhase");
    /** The contract's status. */
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("NornStatus");
    /** The roles that it waits for. */
    public static final SearchAttributeKey<List<String>> WAITING_FOR =
            SearchAttributeKey.forKeywordList("NornWaitingFor");
    /** Those that a namespace must know. */
    public static final List<SearchAttributeKey<?>> ALL = List.of(ENVIRONMENT, RELEASE, PHASE, STATUS, WAITING_FOR);

    private @Nullable Values current;

    /** Sets what has changed; the first time all of it, since a start form may have brought values along. */
    public void set(Values values) {
        var updates = new ArrayList<SearchAttributeUpdate<?>>();
        add(updates, ENVIRONMENT, Values::environment, values);
        add(updates, RELEASE, Values::release, values);
        add(updates, PHASE, Values::phaseId, values);
        add(updates, STATUS, Values::status, values);
        add(updates, WAITING_FOR, Values::waitingFor, values);
        current = values;
        if (!updates.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(updates.toArray(SearchAttributeUpdate<?>[]::new));
        }
    }

    private <T> void add(
            List<SearchAttributeUpdate<?>> updates,
            SearchAttributeKey<T> key,
            Function<Values, @Nullable T> field,
            Values values) {
        var value = field.apply(values);
        if (current == null || !Objects.equals(field.apply(current), value)) {
            updates.add(value == null ? key.valueUnset() : key.valueSet(value));
        }
    }

    /** What a phase bears from its start. */
    public static SearchAttributes ofPhase(Plan plan, PhaseName phase) {
        return SearchAttributes.newBuilder()
                .set(ENVIRONMENT, plan.environment())
                .set(RELEASE, plan.release())
                .set(PHASE, phase.id())
                .build();
    }

    /**
     * What a run is found by; null: not by this.
     *
     * @param waitingFor null where it waits for nobody
     */
    public record Values(
            @Nullable String environment,
            @Nullable String release,
            @Nullable PhaseName phase,
            @Nullable String status,
            @Nullable List<String> waitingFor) {
        public Values {
            release = release == null || release.isEmpty() ? null : release;
            waitingFor = waitingFor == null || waitingFor.isEmpty() ? null : List.copyOf(waitingFor);
        }

        /** Those of a run that never started. */
        public static Values none() {
            return new Values(null, null, null, null, null);
        }

        /** Those of a run that failed before it had a plan: nothing that runs. */
        public static Values withoutPlan(String environment, String release) {
            return new Values(environment, release, null, null, null);
        }

        @Nullable
        String phaseId() {
            return phase == null ? null : phase.id();
        }
    }
}
