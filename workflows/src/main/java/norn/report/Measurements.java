package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseState;
import org.jspecify.annotations.Nullable;

/** Every number that was measured or told since go-live, in the order of time, each with its source. */
public final class Measurements {
    /** Rates: a week's is the mean of its windows, weighted by their samples. Of all else the worst counts. */
    private static final List<String> AVERAGED_MEASURES =
            List.of("uptimePercent", "agentSuccessPercent", "responseP95Milliseconds", "responseMilliseconds");

    static final String BACKUP_FAILURES = "backupFailures";

    private final List<Measurement> all = new ArrayList<>();

    /**
     * One number.
     *
     * @param source the step that measured it, or whose person told it; {@code incidents} for the incident log
     * @param weight how many samples it is made of, at least 1
     */
    record Measurement(String name, double value, String source, Instant at, double weight, boolean attested) {}

    /**
     * What several numbers come to.
     *
     * @param method in words: of how many, and mean, worst or last
     * @param source the steps they come from
     */
    public record Aggregate(double value, String method, String source) {}

    private Measurements() {}

    /** What was measured from go-live on; everything where there was none. */
    public static Measurements of(Plan plan, List<Journal> journals) {
        var measurements = new Measurements();
        var goLive = goLiveAt(plan, journals);
        for (var journal : journals) {
            for (var entry : journal.entries()) {
                if (goLive == null || !entry.at().isBefore(goLive)) {
                    measurements.add(entry);
                }
            }
        }
        measurements.count(plan, journals, goLive);
        return measurements;
    }

    private static @Nullable Instant goLiveAt(Plan plan, List<Journal> journals) {
        Instant last = null;
        for (var journal : journals) {
            var at = PhaseState.of(plan, journal).goLiveAt();
            if (at != null) {
                last = at;
            }
        }
        return last;
    }

    private void add(Journal.Entry entry) {
        if (entry.event() instanceof Event.StepSucceeded done) {
            values(done.step(), entry.at(), done.evidence().values(), false);
        }
        if (entry.event() instanceof Event.Completed event && event.outcome() == Event.AttestationOutcome.DONE) {
            values(event.step(), entry.at(), event.values(), true);
        }
    }

    private void values(String step, Instant at, Map<String, Object> values, boolean attested) {
        var weight = values.get("samples") instanceof Number samples ? Math.max(1, samples.doubleValue()) : 1;
        values.forEach((name, value) -> {
            if (value instanceof Number number) {
                all.add(new Measurement(name, number.doubleValue(), step, at, weight, attested));
            }
        });
    }

    /** What the record itself answers: critical incidents, and backups that were tried and not proven. */
    private void count(Plan plan, List<Journal> journals, @Nullable Instant goLive) {
        if (journals.isEmpty()) {
            return;
        }
        var critical = new LinkedHashMap<String, Instant>();
        var backups = new LinkedHashMap<String, Boolean>();
        Instant last = null;
        for (var journal : journals) {
            for (var entry : journal.entries()) {
                last = entry.at();
                if (entry.event() instanceof Event.IncidentLogged incident
                        && incident.severity().equals("P1")) {
                    critical.putIfAbsent(incident.id(), entry.at());
                }
                if (goLive != null && entry.at().isBefore(goLive)) {
                    continue;
                }
                if (entry.event() instanceof Event.StepSucceeded done && isBackup(plan, done.step())) {
                    backups.put(done.step(), true);
                }
                if (entry.event() instanceof Event.StepFailed failed && isBackup(plan, failed.step())) {
                    backups.put(failed.step(), false);
                }
            }
        }
        if (last == null) {
            return;
        }
        all.add(new Measurement(SuccessAssessment.CRITICAL_INCIDENTS, critical.size(), "incidents", last, 1, false));
        if (!backups.isEmpty()) {
            all.add(new Measurement(
                    BACKUP_FAILURES,
                    backups.values().stream().filter(good -> !good).count(),
                    String.join(", ", backups.keySet()),
                    last,
                    1,
                    false));
        }
    }

    private static boolean isBackup(Plan plan, String id) {
        for (var phase : plan.runbook().phases()) {
            var step = phase.step(id);
            if (step.isPresent()) {
                return step.get().work() instanceof Work.Action action
                        && action.name().equals("back-up");
            }
        }
        return false;
    }

    /** Those of that name, until {@code end}; null: all. */
    List<Measurement> named(String name, @Nullable Instant end) {
        return all.stream()
                .filter(one ->
                        one.name().equals(name) && (end == null || !one.at().isAfter(end)))
                .toList();
    }

    /** Every one. */
    List<Measurement> all() {
        return List.copyOf(all);
    }

    /** What those of that name come to for a criterion: what people told last, the mean of rates, else the worst. */
    @Nullable
    public Aggregate aggregate(String name, Criterion.Comparison comparison) {
        var matching = named(name, null);
        if (matching.isEmpty()) {
            return null;
        }
        var attested = matching.stream().filter(Measurement::attested).toList();
        if (!attested.isEmpty() && attested.size() == matching.size()) {
            return last(attested);
        }
        if (AVERAGED_MEASURES.contains(name)) {
            return mean(matching);
        }
        return worst(matching, comparison);
    }

    /** The mean of those of that name until {@code end}, by samples; null where there is none. */
    @Nullable
    public Aggregate mean(String name, @Nullable Instant end) {
        var matching = named(name, end);
        return matching.isEmpty() ? null : mean(matching);
    }

    /** The last one of that name until {@code end}; null where there is none. */
    @Nullable
    Aggregate last(String name, @Nullable Instant end) {
        var matching = named(name, end);
        return matching.isEmpty() ? null : last(matching);
    }

    private static Aggregate last(List<Measurement> matching) {
        var last = matching.get(matching.size() - 1);
        return new Aggregate(last.value(), matching.size() == 1 ? "told" : "told last", last.source());
    }

    private static Aggregate mean(List<Measurement> matching) {
        var weights = matching.stream().mapToDouble(Measurement::weight).sum();
        var sum =
                matching.stream().mapToDouble(one -> one.value() * one.weight()).sum();
        return new Aggregate(sum / weights, of(matching, "mean of %d, by samples"), sources(matching));
    }

    private static Aggregate worst(List<Measurement> matching, Criterion.Comparison comparison) {
        var worst = matching.get(0);
        for (var one : matching) {
            if (comparison == Criterion.Comparison.BELOW ? one.value() > worst.value() : one.value() < worst.value()) {
                worst = one;
            }
        }
        return new Aggregate(worst.value(), of(matching, "worst of %d"), worst.source());
    }

    private static String of(List<Measurement> matching, String many) {
        return matching.size() == 1 ? "measured once" : many.formatted(matching.size());
    }

    private static String sources(List<Measurement> matching) {
        var first = matching.get(0).source();
        var last = matching.get(matching.size() - 1).source();
        return first.equals(last) ? first : first + " … " + last;
    }
}
