package norn.report;

import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.state.Journal;
import norn.state.Status;

/** Plan and journals, and what is computed from them once for the whole report. */
record ReportInput(
        Plan plan,
        List<Journal> journals,
        Status status,
        Instant asOf,
        Checklist checklist,
        List<Journal.Entry> entries,
        Measurements measurements) {
    ReportInput(Plan plan, List<Journal> journals, String deployment, Status status, Instant asOf) {
        this(
                plan,
                List.copyOf(journals),
                status,
                asOf,
                Checklist.of(plan, journals, deployment, status, asOf),
                journals.stream().flatMap(journal -> journal.entries().stream()).toList(),
                Measurements.of(plan, journals));
    }
}
