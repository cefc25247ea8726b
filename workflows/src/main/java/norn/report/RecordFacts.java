package norn.report;

import java.time.Duration;
import java.time.Instant;
import norn.plan.Count;
import norn.report.FilledForm.FormRow;
import norn.runbook.Form;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/** What every deployment's record holds, for the forms that ask for it. */
final class RecordFacts {
    private static final String JOURNAL = "journal of " + PhaseName.DEPLOYMENT_DAY;

    private final ReportInput input;

    RecordFacts(ReportInput input) {
        this.input = input;
    }

    FormRow row(Form.RecordField field) {
        var from = day(true);
        var until = day(false);
        return switch (field.fact()) {
            case T0 -> row(field, new FormValue.Moment(input.checklist().t0()), "T-0");
            case STARTED_BY -> startedBy(field);
            case STARTED -> row(field, new FormValue.Moment(from), JOURNAL);
            case COMPLETED -> row(field, new FormValue.Moment(until), JOURNAL);
            case DURATION ->
                row(
                        field,
                        new FormValue.Length(from == null || until == null ? null : Duration.between(from, until)),
                        "the two above");
            case ISSUES -> row(field, new FormValue.Words(issues()), "failures and incident log, below");
            case STATUS -> row(field, new FormValue.Words(input.status().name()), "the deployment");
        };
    }

    private static FormRow row(Form.RecordField field, FormValue value, String source) {
        return new FormRow(field.item(), field.title(), value, source);
    }

    /** When D-Day began, or ended for the last time; null: it did not. */
    private @Nullable Instant day(boolean beginning) {
        for (var journal : input.journals()) {
            if (journal.phase() == PhaseName.DEPLOYMENT_DAY) {
                return at(journal, beginning);
            }
        }
        return null;
    }

    private static @Nullable Instant at(Journal journal, boolean beginning) {
        Instant found = null;
        for (var entry : journal.entries()) {
            if (beginning && entry.event() instanceof Event.PhaseStarted) {
                return entry.at();
            }
            if (!beginning && entry.event() instanceof Event.PhaseEnded) {
                found = entry.at();
            }
        }
        return found;
    }

    private FormRow startedBy(Form.RecordField field) {
        var gates = input.plan().runbook().phase(PhaseName.DEPLOYMENT_DAY).steps(StepPurpose.BEGINS_DAY).stream()
                .map(Step::id)
                .toList();
        String by = null;
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.Decided decided
                    && decided.verdict() == Event.Verdict.GO
                    && gates.contains(decided.gate())) {
                by = decided.by();
            }
        }
        return row(field, new FormValue.Words(by), "gate " + String.join(", ", gates));
    }

    private String issues() {
        var failures = input.entries().stream()
                .filter(entry -> entry.event() instanceof Event.StepFailed)
                .count();
        var incidents = input.checklist().incidents().size();
        var refused = input.checklist().refused().size();
        if (failures + incidents + refused == 0) {
            return "none";
        }
        return "%s, %s, %s"
                .formatted(
                        Count.of(failures, "failed attempt"),
                        Count.of(incidents, "incident"),
                        Count.of(refused, "refused message"));
    }
}
