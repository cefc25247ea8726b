package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.Measure;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** What each step measured, the old release's baseline among them: one row a step, one column a measure that has a value. */
public record MeasurementTable(List<Measure> columns, List<Row> rows) {
    public MeasurementTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * What a step measured last.
     *
     * @param oldRelease the release that it measured, where that is not the deployed one; null: it is
     * @param values by the measure's name
     */
    public record Row(String step, Instant at, @Nullable String oldRelease, Map<String, Object> values) {
        public Row {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    static MeasurementTable of(ReportInput input) {
        var measures = input.plan().runbook().measures();
        var rows = new LinkedHashMap<String, Row>();
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.StepSucceeded done) {
                add(rows, input, done.step(), entry.at(), done.evidence());
            }
            if (entry.event() instanceof Event.StepFailed failed && failed.evidence() != null) {
                add(rows, input, failed.step(), entry.at(), failed.evidence());
            }
        }
        var columns = measures.stream()
                .filter(measure ->
                        rows.values().stream().anyMatch(row -> row.values().containsKey(measure.name())))
                .toList();
        return new MeasurementTable(columns, new ArrayList<>(rows.values()));
    }

    private static void add(Map<String, Row> rows, ReportInput input, String step, Instant at, Evidence evidence) {
        var values = values(input.plan().runbook().measures(), evidence.values());
        if (!values.isEmpty()) {
            rows.put(step, new Row(step, at, oldRelease(input, step), values));
        }
    }

    private static Map<String, Object> values(List<Measure> measures, Map<String, Object> evidence) {
        var values = new LinkedHashMap<String, Object>();
        for (var measure : measures) {
            var value = evidence.get(measure.name());
            if (value != null) {
                values.put(measure.name(), value);
            }
        }
        return values;
    }

    /** Before go-live, D-Day measures the old release. */
    private static @Nullable String oldRelease(ReportInput input, String step) {
        if (input.plan().runbook().phase(PhaseName.DEPLOYMENT_DAY).step(step).isEmpty()) {
            return null;
        }
        var goLiveAt = input.checklist().goLiveAt();
        var isOld = input.checklist().steps().stream()
                .anyMatch(line -> line.id().equals(step)
                        && line.endedAt() != null
                        && (goLiveAt == null || line.endedAt().isBefore(goLiveAt)));
        return isOld ? input.plan().previousRelease() : null;
    }
}
