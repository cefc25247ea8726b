package norn.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import norn.runbook.Form;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** A runbook's forms, out of its file; a field without a title has its measure's, or that of the value that people attest. */
final class FormReader {
    private final RunbookSource.RunbookFile runbookFile;
    private final RunbookDraft draft;

    FormReader(RunbookSource.RunbookFile runbookFile, RunbookDraft draft) {
        this.runbookFile = runbookFile;
        this.draft = draft;
    }

    List<Form> forms() {
        return runbookFile.forms().stream().map(this::form).toList();
    }

    private Form form(RunbookSource.FormPart written) {
        var period = written.length() == null ? null : new Form.Period(written.length(), written.until());
        return new Form(
                written.id(),
                written.title(),
                written.place(),
                period,
                written.fields().stream().map(this::field).toList());
    }

    private Form.Field field(RunbookSource.FieldPart written) {
        var item = written.item();
        if (written.measure() != null) {
            var measure = runbookFile.measures().get(written.measure());
            return new Form.MeasureField(
                    item,
                    title(written, measure == null ? null : measure.title()),
                    written.measure(),
                    written.total(),
                    written.optional());
        }
        if (written.attested() != null) {
            var asked = asked(draft, written.attested()).map(Work.AskedValue::title);
            return new Form.AttestedField(item, title(written, asked.orElse(null)), written.attested());
        }
        if (written.record() != null) {
            return new Form.RecordField(item, title(written, null), written.record());
        }
        return new Form.EvidenceField(item, title(written, null), Objects.requireNonNull(written.evidence()));
    }

    private static String title(RunbookSource.FieldPart written, @Nullable String otherwise) {
        return written.title() == null ? Objects.requireNonNullElse(otherwise, "") : written.title();
    }

    /** The value of that name that some step asks people for. */
    static Optional<Work.AskedValue> asked(RunbookDraft draft, String name) {
        for (var step : draft.steps()) {
            if (step.work() instanceof Work.Attestation attestation) {
                for (var value : attestation.values()) {
                    if (value.name().equals(name)) {
                        return Optional.of(value);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
