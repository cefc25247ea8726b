package norn.deployment;

import java.time.Instant;
import java.util.List;
import norn.journal.Checklist;
import norn.journal.Journal;
import norn.journal.Report;
import norn.journal.Status;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands: what its views are computed from.
 *
 * @param plan null while there is none
 * @param phase the running one, or the last; null before the first
 * @param result null before the status is final
 */
record Picture(
        String deployment,
        String environment,
        String release,
        @Nullable Plan plan,
        @Nullable PhaseName phase,
        List<Journal> journals,
        Status status,
        @Nullable Result result) {

    Checklist checklist(Instant asOf) {
        if (plan == null)
            return new Checklist(
                    deployment,
                    environment,
                    release,
                    null,
                    phase,
                    status.name(),
                    asOf,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        return Checklist.of(plan, journals, deployment, status, asOf);
    }

    String report(Instant asOf) {
        if (plan == null) return CurrentDetails.text(checklist(asOf), result);
        return Report.markdown(plan, journals, deployment, status, asOf);
    }

    Views.Account account() {
        return new Views.Account(plan, journals);
    }

    Views.ChecklistAnswer answer(Instant asOf) {
        return new Views.ChecklistAnswer(checklist(asOf), result);
    }
}
