package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.plan.Plan;
import norn.runbook.Measure;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Journal;
import norn.state.PhaseState;
import org.jspecify.annotations.Nullable;

/** Every number that was measured or attested since go-live, in the order of time, each with its source. */
public final class Measurements {
    private final Plan plan;
    private final List<Journal.Entry> entries = new ArrayList<>();
    private final List<Measurement> all = new ArrayList<>();
    private final @Nullable Instant goLiveAt;
    private final @Nullable WatchCoverage coverage;

    /**
     * One number.
     *
     * @param source the step that measured it, or whose person attested it
     * @param weight how many samples it is made of, at least 1
     */
    private record Measurement(String name, double value, String source, Instant at, double weight, boolean attested) {}

    /**
     * What several numbers come to.
     *
     * @param method in words: of how many, and mean, worst or last
     * @param source the steps they come from, or the incident log
     */
    public record Aggregate(double value, String method, String source) {}

    private Measurements(Plan plan, List<Journal> journals) {
        this.plan = plan;
        this.goLiveAt = goLiveAt(plan, journals);
        for (var journal : journals) {
            entries.addAll(journal.entries());
        }
        for (var entry : entries) {
            if (isSinceGoLive(entry)) {
                add(entry);
            }
        }
        coverage = goLiveAt == null ? null : WatchCoverage.of(plan, entries, goLiveAt);
    }

    /** What was measured from go-live on; everything where there was none. */
    public static Measurements of(Plan plan, List<Journal> journals) {
        return new Measurements(plan, journals);
    }

    /** What the measure comes to; null where there is no data. */
    @Nullable
    Aggregate aggregate(Measure measure) {
        return aggregate(measure, null);
    }

    /** What the measure comes to until {@code end} (null: until now); null where there is no data. */
    @Nullable
    Aggregate aggregate(Measure measure, @Nullable Instant end) {
        var count = measure.count();
        return count == null
                ? ofValues(measure, end)
                : count.<Optional<Aggregate>>match(
                                incidents -> incidents(incidents.severities(), end),
                                steps -> failedSteps(steps.purpose(), end))
                        .orElse(null);
    }

    private @Nullable Aggregate ofValues(Measure measure, @Nullable Instant end) {
        var matching = named(measure.name(), end);
        if (matching.isEmpty()) {
            return null;
        }
        if (matching.stream().allMatch(Measurement::attested)) {
            return last(matching, "attested", "attested last");
        }
        return switch (measure.combine()) {
            case MEAN -> mean(matching);
            case WORST -> worst(matching, measure);
            case LAST -> last(matching, "measured once", "last of " + matching.size());
        };
    }

    /** The mean of the measure until {@code end}, by samples; null where there is no data. */
    @Nullable
    Aggregate mean(Measure measure, @Nullable Instant end) {
        var matching = named(measure.name(), end);
        return matching.isEmpty() ? null : mean(matching);
    }

    private List<Measurement> named(String name, @Nullable Instant end) {
        return all.stream()
                .filter(one ->
                        one.name().equals(name) && (end == null || !one.at().isAfter(end)))
                .toList();
    }

    /** How much of the time since go-live was watched; null before go-live. */
    @Nullable
    WatchCoverage coverage() {
        return coverage;
    }

    /** The share of that time in which the measure is known, from 0 to 1. */
    double knownShare(String measure) {
        return coverage == null ? 1 : coverage.share(measure);
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

    private boolean isSinceGoLive(Journal.Entry entry) {
        return goLiveAt == null || !entry.at().isBefore(goLiveAt);
    }

    private void add(Journal.Entry entry) {
        if (entry.event() instanceof Event.StepSucceeded done) {
            values(done.step(), entry.at(), done.evidence().values(), false);
        }
        if (entry.event() instanceof Event.StepFailed failed && failed.evidence() != null) {
            values(failed.step(), entry.at(), failed.evidence().values(), false);
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

    /**
     * The incidents of the whole deployment, each under the gravest severity that it ever had. That there is none is known only
     * where somebody has answered Norn since go-live, who could have said otherwise.
     */
    private Optional<Aggregate> incidents(List<String> severities, @Nullable Instant end) {
        var somebodyAnswered = false;
        var gravest = new LinkedHashMap<String, String>();
        for (var entry : entries) {
            if (end != null && entry.at().isAfter(end)) {
                continue;
            }
            somebodyAnswered |= isSinceGoLive(entry) && isAnswer(entry.event());
            if (entry.event() instanceof Event.IncidentLogged incident) {
                gravest.merge(
                        incident.id(), incident.severity(), (before, now) -> now.compareTo(before) < 0 ? now : before);
            }
        }
        var count = gravest.values().stream().filter(severities::contains).count();
        return count == 0 && !somebodyAnswered
                ? Optional.empty()
                : Optional.of(new Aggregate(count, "counted", "incident log"));
    }

    private static boolean isAnswer(Event event) {
        return event instanceof Event.Completed
                || event instanceof Event.Decided
                || event instanceof Event.IncidentLogged;
    }

    private Optional<Aggregate> failedSteps(StepPurpose purpose, @Nullable Instant end) {
        var failed = new LinkedHashMap<String, Boolean>();
        for (var entry : entries) {
            if (!isSinceGoLive(entry) || (end != null && entry.at().isAfter(end))) {
                continue;
            }
            if (entry.event() instanceof Event.StepSucceeded done && serves(done.step(), purpose)) {
                failed.put(done.step(), false);
            }
            if (entry.event() instanceof Event.StepFailed failure && serves(failure.step(), purpose)) {
                failed.put(failure.step(), true);
            }
        }
        var count = failed.values().stream().filter(one -> one).count();
        return failed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Aggregate(count, "counted", String.join(", ", failed.keySet())));
    }

    private boolean serves(String id, StepPurpose purpose) {
        return plan.runbook().step(id).filter(step -> step.serves(purpose)).isPresent();
    }

    private static Aggregate last(List<Measurement> matching, String once, String many) {
        var last = matching.get(matching.size() - 1);
        return new Aggregate(last.value(), matching.size() == 1 ? once : many, last.source());
    }

    private static Aggregate mean(List<Measurement> matching) {
        var weights = matching.stream().mapToDouble(Measurement::weight).sum();
        var sum =
                matching.stream().mapToDouble(one -> one.value() * one.weight()).sum();
        return new Aggregate(sum / weights, of(matching, "mean of %d, by samples"), sources(matching));
    }

    private static Aggregate worst(List<Measurement> matching, Measure measure) {
        var worst = matching.get(0);
        for (var one : matching) {
            if (measure.isWorse(one.value(), worst.value())) {
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
