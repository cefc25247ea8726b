package norn.catalog;

import java.util.List;
import norn.runbook.Measure;

/** A runbook's measures, out of its file. */
final class MeasureReader {
    private MeasureReader() {}

    static List<Measure> measures(RunbookSource.RunbookFile runbookFile) {
        return runbookFile.measures().entrySet().stream()
                .map(named -> measure(named.getKey(), named.getValue()))
                .toList();
    }

    private static Measure measure(String name, RunbookSource.MeasurePart written) {
        return new Measure(
                name,
                written.title(),
                written.unit(),
                written.combine(),
                written.better(),
                written.confirm(),
                written.target(),
                written.counts() == null ? null : count(written.counts()));
    }

    private static Measure.RecordCount count(RunbookSource.CountPart written) {
        return written.failedSteps() == null
                ? new Measure.Incidents(written.incidents())
                : new Measure.FailedSteps(written.failedSteps());
    }
}
