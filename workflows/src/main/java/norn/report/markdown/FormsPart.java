package norn.report.markdown;

import java.util.ArrayList;
import java.util.List;
import norn.report.AttestedValues;
import norn.report.FilledForm;
import norn.report.FormValue;

/** The forms of the checklist, filled in, and what people attested. */
final class FormsPart {
    private final Markdown text;

    FormsPart(Markdown text) {
        this.text = text;
    }

    void write(List<FilledForm> forms) {
        for (var form : forms) {
            var hasItems = form.rows().stream().anyMatch(row -> row.item() != null);
            text.heading(2, form.title());
            if (form.until() != null) {
                text.line("Until " + text.time(form.until()) + ".").line("");
            }
            text.table(
                    hasItems ? List.of("item", "what", "value", "source") : List.of("what", "value", "source"),
                    form.rows().stream().map(row -> row(row, hasItems)).toList());
        }
    }

    private List<String> row(FilledForm.FormRow row, boolean hasItems) {
        var cells = new ArrayList<String>();
        if (hasItems) {
            cells.add(Markdown.orDash(row.item()));
        }
        cells.add(row.title());
        cells.add(row.value().render(new Cell()));
        cells.add(Markdown.orDash(row.source()));
        return cells;
    }

    /** A value as the text of a cell. */
    private final class Cell implements FormValue.Renderer<String> {
        @Override
        public String render(FormValue.NoData nothing) {
            return "no data";
        }

        @Override
        public String render(FormValue.Quantity quantity) {
            return Markdown.quantity(quantity.number(), quantity.unit());
        }

        @Override
        public String render(FormValue.Moment moment) {
            return text.time(moment.at());
        }

        @Override
        public String render(FormValue.Length length) {
            return length.duration() == null ? "–" : Markdown.duration(length.duration());
        }

        @Override
        public String render(FormValue.Words words) {
            return Markdown.orDash(words.text());
        }
    }

    void attestations(List<AttestedValues> attestations) {
        text.section(
                "What people attested",
                List.of("step", "by", "when", "values", "note", "evidence"),
                attestations.stream().map(this::row).toList());
    }

    private List<String> row(AttestedValues attested) {
        var values = new ArrayList<String>();
        attested.values().forEach((name, value) -> values.add("%s: %s".formatted(name, Markdown.value(value))));
        return List.of(
                attested.step(),
                attested.by(),
                text.time(attested.at()),
                String.join(", ", values),
                attested.note() == null ? "" : attested.note(),
                attested.link() == null ? "" : attested.link());
    }
}
