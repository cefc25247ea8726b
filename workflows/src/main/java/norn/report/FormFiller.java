package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Count;
import norn.report.FilledForm.FormRow;
import norn.runbook.Form;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** Fills in the runbook's forms from the record. */
final class FormFiller {
    private static final FormValue NO_DATA = new FormValue.NoData();

    private final ReportInput input;
    private final RecordFacts facts;

    FormFiller(ReportInput input) {
        this.input = input;
        this.facts = new RecordFacts(input);
    }

    /** Those that have something to say: from go-live on, and evidence where there is any. */
    List<FilledForm> all() {
        var all = new ArrayList<FilledForm>();
        for (var form : input.plan().runbook().forms()) {
            if (form.place() == Form.Place.MEASUREMENTS && input.checklist().goLiveAt() == null) {
                continue;
            }
            var filled = fill(form);
            if (form.place() != Form.Place.EVIDENCE || !filled.rows().isEmpty()) {
                all.add(filled);
            }
        }
        return all;
    }

    private FilledForm fill(Form form) {
        var period = form.period();
        var end = period == null ? null : end(period);
        var rows = new ArrayList<FormRow>();
        for (var field : form.fields()) {
            rows.addAll(field.match(
                    measure -> measured(measure, end, period),
                    attested -> List.of(attested(attested, end)),
                    fact -> List.of(facts.row(fact)),
                    evidence -> evidence(evidence, end)));
        }
        return new FilledForm(
                form.title(), form.place(), period == null ? null : end == null ? input.asOf() : end, rows);
    }

    /** When the step that ends the period first started, else its length after go-live; null: it has not ended. */
    private @Nullable Instant end(Form.Period period) {
        for (var line : input.checklist().steps()) {
            if (line.startedAt() != null && line.id().equals(period.endsWith())) {
                return line.startedAt();
            }
        }
        var goLiveAt = input.checklist().goLiveAt();
        var end = goLiveAt == null
                ? null
                : goLiveAt.plus(input.plan().policy().pace().of(period.length()));
        return end == null || end.equals(goLiveAt) || end.isAfter(input.asOf()) ? null : end;
    }

    private List<FormRow> measured(Form.MeasureField field, @Nullable Instant end, Form.@Nullable Period period) {
        var measure = input.plan().runbook().measure(field.measure()).orElse(null);
        var days = field.total() && period != null ? Math.max(1, period.length().toDays()) : 1;
        var aggregate = measure == null
                ? null
                : field.total()
                        ? input.measurements().mean(measure, end)
                        : input.measurements().aggregate(measure, end);
        if (measure == null || aggregate == null) {
            return field.optional() ? List.of() : List.of(noData(field));
        }
        return List.of(new FormRow(
                field.item(),
                field.title(),
                new FormValue.Quantity(aggregate.value() * days, measure.unit()),
                measure.count() != null
                        ? aggregate.source()
                        : "%s: %s (%s)%s"
                                .formatted(
                                        measure.name(),
                                        aggregate.source(),
                                        aggregate.method(),
                                        field.total() ? ", times " + Count.of(days, "day") : "")));
    }

    private FormRow attested(Form.AttestedField field, @Nullable Instant end) {
        for (var at = input.entries().size() - 1; at >= 0; at--) {
            var entry = input.entries().get(at);
            if (end != null && entry.at().isAfter(end)) {
                continue;
            }
            if (entry.event() instanceof Event.Completed event) {
                var value = event.values().get(field.value());
                if (value != null) {
                    return new FormRow(
                            field.item(),
                            field.title(),
                            FormValue.of(value, unit(event.step(), field.value())),
                            "%s, attested by %s".formatted(event.step(), event.by()));
                }
            }
        }
        return noData(field);
    }

    private @Nullable String unit(String step, String name) {
        var work = input.plan().runbook().step(step).map(Step::work).orElse(null);
        if (work instanceof Work.Attestation attestation) {
            for (var asked : attestation.values()) {
                if (asked.name().equals(name)) {
                    return asked.unit();
                }
            }
        }
        return null;
    }

    private List<FormRow> evidence(Form.EvidenceField field, @Nullable Instant end) {
        var rows = new ArrayList<FormRow>();
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done
                    && (end == null || !entry.at().isAfter(end))) {
                var value = done.evidence().values().get(field.value());
                if (value != null) {
                    rows.add(new FormRow(field.item(), field.title(), FormValue.of(value, null), done.step()));
                }
            }
        }
        return rows;
    }

    private static FormRow noData(Form.Field field) {
        return new FormRow(field.item(), field.title(), NO_DATA, null);
    }
}
