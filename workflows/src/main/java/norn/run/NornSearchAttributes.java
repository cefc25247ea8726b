package norn.run;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** The search attributes of a run, as they were last set: only what changes is set again, each time an event. */
public final class NornSearchAttributes {
    /** Which environment it is about. */
    public static final SearchAttributeKey<String> ENVIRONMENT = SearchAttributeKey.forKeyword("NornEnvironment");
    /** Which release. */
    public static final SearchAttributeKey<String> RELEASE = SearchAttributeKey.forKeyword("NornRelease");
    /** Which phase it is in. */
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("NornPhase");
    /** The contract's status. */
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("NornStatus");
    /** The roles that it waits for. */
    public static final SearchAttributeKey<List<String>> WAITING_FOR =
            SearchAttributeKey.forKeywordList("NornWaitingFor");

    /** All of them: a namespace that Norn uses must have each. */
    public static final List<SearchAttributeKey<?>> ALL = List.of(ENVIRONMENT, RELEASE, PHASE, STATUS, WAITING_FOR);

    private @Nullable String environment;
    private @Nullable String release;
    private @Nullable String phase;
    private @Nullable String status;
    private @Nullable List<String> waitingFor;
    private boolean hasBeenSet;

    /** Sets what has changed; the first time all of it, since a start form may have brought stale ones along. */
    public void set(
            @Nullable String newEnvironment,
            @Nullable String newRelease,
            @Nullable PhaseName newPhase,
            @Nullable String newStatus,
            List<String> newWaitingFor) {
        var phaseId = newPhase == null ? null : newPhase.id();
        var updates = new ArrayList<SearchAttributeUpdate<?>>();
        add(updates, ENVIRONMENT, environment, newEnvironment);
        add(updates, RELEASE, release, nullIfEmpty(newRelease));
        add(updates, PHASE, phase, phaseId);
        add(updates, STATUS, status, newStatus);
        add(updates, WAITING_FOR, waitingFor, newWaitingFor.isEmpty() ? null : newWaitingFor);
        environment = newEnvironment;
        release = nullIfEmpty(newRelease);
        phase = phaseId;
        status = newStatus;
        waitingFor = newWaitingFor.isEmpty() ? null : newWaitingFor;
        hasBeenSet = true;
        if (!updates.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(updates.toArray(SearchAttributeUpdate<?>[]::new));
        }
    }

    private <T> void add(
            List<SearchAttributeUpdate<?>> updates, SearchAttributeKey<T> key, @Nullable T before, @Nullable T now) {
        if (hasBeenSet && Objects.equals(before, now)) {
            return;
        }
        updates.add(now == null ? key.valueUnset() : key.valueSet(now));
    }

    private static @Nullable String nullIfEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** What a phase bears from its start. */
    public static SearchAttributes ofPhase(Plan plan, PhaseName phase) {
        return SearchAttributes.newBuilder()
                .set(ENVIRONMENT, plan.environment())
                .set(RELEASE, plan.release())
                .set(PHASE, phase.id())
                .build();
    }
}
