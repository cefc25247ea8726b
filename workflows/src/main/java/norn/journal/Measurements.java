package norn.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** Every number that was measured or told since go-live, in the order of time, each with its source. */
final class Measurements {
    /** Rates: a week's is the mean of its windows, weighted by their samples. Of all else the worst counts. */
    private static final List<String> MEANS =
            List.of("uptimePercent", "agentSuccessPercent", "responseP95Milliseconds", "responseMilliseconds");

    static final String BACKUP_FAILURES = "backupFailures";

    private final List<Measured> all = new ArrayList<>();

    /**
     * One number.
     *
     * @param source the step that measured it, or whose person told it; {@code incidents} for the incident log
     * @param weight how many samples it is made of, at least 1
     */
    record Measured(String name, double value, String source, Instant at, double weight, boolean told) {}

    /**
     * What several numbers come to.
     *
     * @param how in words: of how many, and mean, worst or last
     * @param source the steps they come from
     */
    record Sum(double value, String how, String source) {}

    private Measurements() {}

    /** What was measured from go-live on; everything where there was none. */
    static Measurements of(Plan plan, List<Journal> journals) {
        var measurements = new Measurements();
        var goLive = goLiveAt(plan, journals);
        for (var journal : journals)
            for (var entry : journal.entries())
                if (goLive == null || !entry.at().isBefore(goLive)) measurements.take(entry);
        measurements.count(plan, journals, goLive);
        return measurements;
    }

    private static @Nullable Instant goLiveAt(Plan plan, List<Journal> journals) {
        Instant last = null;
        for (var journal : journals) {
            var at = PhaseState.of(plan, journal).goLiveAt();
            if (at != null) last = at;
        }
        return last;
    }

    private void take(Journal.Entry entry) {
        if (entry.event() instanceof Event.StepSucceeded done)
            values(done.step(), entry.at(), done.evidence().values(), false);
        if (entry.event() instanceof Event.Completed said && said.outcome() == Event.Outcome.DONE)
            values(said.step(), entry.at(), said.values(), true);
    }

    private void values(String step, Instant at, Map<String, Object> values, boolean told) {
        var weight = values.get("samples") instanceof Number samples ? Math.max(1, samples.doubleValue()) : 1;
        values.forEach((name, value) -> {
            if (value instanceof Number number)
                all.add(new Measured(name, number.doubleValue(), step, at, weight, told));
        });
    }

    /** What the record itself answers: critical incidents, and backups that were tried and not proven. */
    private void count(Plan plan, List<Journal> journals, @Nullable Instant goLive) {
        if (journals.isEmpty()) return;
        var critical = new LinkedHashMap<String, Instant>();
        var backups = new LinkedHashMap<String, Boolean>();
        Instant last = null;
        for (var journal : journals)
            for (var entry : journal.entries()) {
                last = entry.at();
                if (entry.event() instanceof Event.IncidentLogged incident
                        && incident.severity().equals("P1")) critical.putIfAbsent(incident.id(), entry.at());
                if (goLive != null && entry.at().isBefore(goLive)) continue;
                if (entry.event() instanceof Event.StepSucceeded done && isBackup(plan, done.step()))
                    backups.put(done.step(), true);
                if (entry.event() instanceof Event.StepFailed failed && isBackup(plan, failed.step()))
                    backups.put(failed.step(), false);
            }
        if (last == null) return;
        all.add(new Measured(Success.CRITICAL_INCIDENTS, critical.size(), "incidents", last, 1, false));
        if (!backups.isEmpty())
            all.add(new Measured(
                    BACKUP_FAILURES,
                    backups.values().stream().filter(good -> !good).count(),
                    String.join(", ", backups.keySet()),
                    last,
                    1,
                    false));
    }

    private static boolean isBackup(Plan plan, String id) {
        for (var phase : plan.runbook().phases()) {
            var step = phase.step(id);
            if (step.isPresent())
                return step.get().work() instanceof Work.Action action
                        && action.name().equals("back-up");
        }
        return false;
    }

    /** Those of that name, until {@code end}; null: all. */
    List<Measured> named(String name, @Nullable Instant end) {
        return all.stream()
                .filter(one ->
                        one.name().equals(name) && (end == null || !one.at().isAfter(end)))
                .toList();
    }

    /** Every one. */
    List<Measured> all() {
        return List.copyOf(all);
    }

    /** What those of that name come to for a criterion: what people told last, the mean of rates, else the worst. */
    @Nullable
    Sum judge(String name, Criterion.Comparison comparison) {
        var those = named(name, null);
        if (those.isEmpty()) return null;
        var told = those.stream().filter(Measured::told).toList();
        if (!told.isEmpty() && told.size() == those.size()) return last(told);
        if (MEANS.contains(name)) return mean(those);
        return worst(those, comparison);
    }

    /** The mean of those of that name until {@code end}, by samples; null where there is none. */
    @Nullable
    Sum mean(String name, @Nullable Instant end) {
        var those = named(name, end);
        return those.isEmpty() ? null : mean(those);
    }

    /** The last one of that name until {@code end}; null where there is none. */
    @Nullable
    Sum last(String name, @Nullable Instant end) {
        var those = named(name, end);
        return those.isEmpty() ? null : last(those);
    }

    private static Sum last(List<Measured> those) {
        var last = those.get(those.size() - 1);
        return new Sum(last.value(), those.size() == 1 ? "told" : "told last", last.source());
    }

    private static Sum mean(List<Measured> those) {
        var weights = those.stream().mapToDouble(Measured::weight).sum();
        var sum = those.stream().mapToDouble(one -> one.value() * one.weight()).sum();
        return new Sum(sum / weights, of(those, "mean of %d, by samples"), sources(those));
    }

    private static Sum worst(List<Measured> those, Criterion.Comparison comparison) {
        var worst = those.get(0);
        for (var one : those)
            if (comparison == Criterion.Comparison.BELOW ? one.value() > worst.value() : one.value() < worst.value())
                worst = one;
        return new Sum(worst.value(), of(those, "worst of %d"), worst.source());
    }

    private static String of(List<Measured> those, String many) {
        return those.size() == 1 ? "measured once" : many.formatted(those.size());
    }

    private static String sources(List<Measured> those) {
        var first = those.get(0).source();
        var last = those.get(those.size() - 1).source();
        return first.equals(last) ? first : first + " … " + last;
    }
}
