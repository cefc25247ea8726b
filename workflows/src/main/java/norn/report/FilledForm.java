package norn.report;

import java.time.Instant;
import java.util.List;
import norn.runbook.Form;
import org.jspecify.annotations.Nullable;

/**
 * A form of the checklist, filled in.
 *
 * @param until the end of its period, or now where that has not come; null: the form covers all of the deployment
 */
public record FilledForm(
        String title, Form.Place place, @Nullable Instant until, List<FormRow> rows) {
    public FilledForm {
        rows = List.copyOf(rows);
    }

    /**
     * A line.
     *
     * @param item the checklist's item that it answers; null: none
     * @param source where the value comes from; null: there is no value
     */
    public record FormRow(
            @Nullable String item,
            String title,
            FormValue value,
            @Nullable String source) {}
}
