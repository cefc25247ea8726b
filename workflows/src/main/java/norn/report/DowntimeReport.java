package norn.report;

import java.time.Duration;
import java.util.List;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import org.jspecify.annotations.Nullable;

/**
 * How long users had no access, and what made it as long as it was.
 *
 * @param total of all downtimes
 * @param planned from T-0 to the step after which users may be in, as the runbook plans it; null: it does not
 */
public record DowntimeReport(
        List<Part> parts, Duration total, @Nullable Duration planned) {
    public DowntimeReport {
        parts = List.copyOf(parts);
    }

    /**
     * One downtime.
     *
     * @param duration until now where access is not restored yet
     * @param criticalPath in the order of time; empty where access is not restored yet
     */
    public record Part(Downtime downtime, Duration duration, List<CriticalPath.Link> criticalPath) {
        public Part {
            criticalPath = List.copyOf(criticalPath);
        }
    }

    static DowntimeReport of(ReportInput input) {
        var parts = Downtime.of(input.plan(), input.journals()).stream()
                .map(one -> new Part(
                        one,
                        one.duration(input.asOf()),
                        CriticalPath.of(input.plan(), input.checklist().steps(), one)))
                .toList();
        var total = parts.stream().map(Part::duration).reduce(Duration.ZERO, Duration::plus);
        return new DowntimeReport(parts, total, planned(input));
    }

    private static @Nullable Duration planned(ReportInput input) {
        for (var step : input.plan().runbook().phase(PhaseName.DEPLOYMENT_DAY).steps()) {
            if (step.goLive() && step.planned() instanceof PlannedTime.FromT0 time) {
                return time.offset();
            }
        }
        return null;
    }
}
