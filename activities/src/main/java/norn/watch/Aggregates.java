package norn.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a row of looks comes to: averages, worst values, and how often there was no data. */
final class Aggregates {
    private Aggregates() {}

    /**
     * The figures by name; what was never measured is absent.
     *
     * @param downSince when the outage began that the first look found, milliseconds since 1970; null: none
     */
    static Map<String, Object> of(List<Sample> samples, @Nullable Long downSince) {
        var aggregates = new LinkedHashMap<String, Object>();
        aggregates.put("samples", samples.size());
        put(aggregates, "agentsFailingPercent", worst(samples, Sample::agentsFailingPercent));
        var success = average(samples, Sample::agentSuccessPercent);
        if (success == null) {
            var failing = average(samples, Sample::agentsFailingPercent);
            if (failing != null) {
                success = 100 - failing;
            }
        }
        put(aggregates, "agentSuccessPercent", success);
        put(aggregates, "responseP95Milliseconds", Latency.p95Milliseconds(present(samples, Sample::latency)));
        put(aggregates, "serverErrorsPercent", serverErrors(samples));
        put(aggregates, "costDollarsPerDay", worst(samples, Sample::costDollarsPerDay));
        put(aggregates, "connectionPoolPercent", worst(samples, Sample::poolPercent));
        put(aggregates, "uptimePercent", average(samples, sample -> {
            var up = sample.isUp();
            return up == null ? null : up ? 100.0 : 0.0;
        }));
        put(aggregates, "outageMinutes", longestOutageMinutes(samples, downSince));
        var errors = present(samples, Sample::errorLines);
        if (!errors.isEmpty()) {
            aggregates.put(
                    "errorLines", errors.stream().mapToInt(Integer::intValue).sum());
        }
        var problems = present(samples, Sample::dataProblems).stream().max(Comparator.naturalOrder());
        problems.ifPresent(most -> aggregates.put("dataProblems", most));
        var noData = new LinkedHashMap<String, Integer>();
        for (var sample : samples) {
            sample.noData().keySet().forEach(what -> noData.merge(what, 1, Integer::sum));
        }
        if (!noData.isEmpty()) {
            aggregates.put("noData", noData);
        }
        return aggregates;
    }

    /** Since when it is down at the end of the looks; null: it is up, or nobody knows. */
    static @Nullable Long downSince(List<Sample> samples, @Nullable Long before) {
        var down = before;
        for (var sample : samples) {
            var up = sample.isUp();
            if (up == null) {
                continue;
            }
            if (up) {
                down = null;
            } else if (down == null) {
                down = sample.atEpochMillis();
            }
        }
        return down;
    }

    private static @Nullable Double longestOutageMinutes(List<Sample> samples, @Nullable Long before) {
        if (samples.stream().allMatch(sample -> sample.isUp() == null)) {
            return null;
        }
        var longest = 0L;
        var down = before;
        for (var sample : samples) {
            var up = sample.isUp();
            if (up == null) {
                continue;
            }
            if (down != null) {
                longest = Math.max(longest, sample.atEpochMillis() - down);
            }
            if (up) {
                down = null;
            } else if (down == null) {
                down = sample.atEpochMillis();
            }
        }
        return longest / 60_000.0;
    }

    private static @Nullable Double serverErrors(List<Sample> samples) {
        double requests = 0;
        double errors = 0;
        Sample before = null;
        for (var sample : samples) {
            var now = sample.requests();
            var failed = sample.serverErrors();
            if (now == null || failed == null) {
                continue;
            }
            if (before != null) {
                var base = Objects.requireNonNullElse(before.requests(), 0.0);
                var restarted = now < base;
                requests += restarted ? now : now - base;
                errors += restarted ? failed : failed - Objects.requireNonNullElse(before.serverErrors(), 0.0);
            }
            before = sample;
        }
        return requests == 0 ? null : (Double) (100 * errors / requests);
    }

    private static @Nullable Double worst(List<Sample> samples, Function<Sample, @Nullable Double> of) {
        var present = present(samples, of);
        return present.isEmpty()
                ? null
                : present.stream().max(Comparator.naturalOrder()).get();
    }

    private static @Nullable Double average(List<Sample> samples, Function<Sample, @Nullable Double> of) {
        var present = present(samples, of);
        return present.isEmpty()
                ? null
                : present.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static <T> List<T> present(List<Sample> samples, Function<Sample, @Nullable T> of) {
        var present = new ArrayList<T>();
        for (var sample : samples) {
            var value = of.apply(sample);
            if (value != null) {
                present.add(value);
            }
        }
        return present;
    }

    private static void put(Map<String, Object> aggregates, String name, @Nullable Double value) {
        if (value != null) {
            aggregates.put(name, Math.round(value * 100) / 100.0);
        }
    }
}
