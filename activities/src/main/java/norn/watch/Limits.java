package norn.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.runbook.Criterion.Comparison;
import org.jspecify.annotations.Nullable;

/** The criteria that a watch was told of, judged by what was seen last. */
final class Limits {
    /** One criterion's limit. */
    record Limit(String id, String measure, Comparison comparison, double limit) {}

    private final List<Limit> limits = new ArrayList<>();

    /** Those of an order's option {@code criteria}. */
    Limits(List<?> criteria) {
        for (var criterion : criteria) {
            if (!(criterion instanceof Map<?, ?> map)
                    || !(map.get("limit") instanceof Number limit)
                    || map.get("id") == null
                    || map.get("measure") == null) {
                throw new ActionFailed(
                        "WrongOptions",
                        "criteria: %s is none".formatted(criterion),
                        "Each needs id, measure, comparison and limit; whoever drives the phase adds them.",
                        false);
            }
            limits.add(new Limit(
                    String.valueOf(map.get("id")),
                    String.valueOf(map.get("measure")),
                    Comparison.valueOf(String.valueOf(map.get("comparison"))),
                    limit.doubleValue()));
        }
    }

    /** The ids that are met now, each with what was measured. A single bad look at the agents is not believed. */
    Map<Limit, Double> met(List<Sample> samples, @Nullable Long downSince) {
        var met = new LinkedHashMap<Limit, Double>();
        for (var limit : limits) {
            var value = now(limit.measure(), samples, downSince);
            if (value != null && limit.comparison().holds(value, limit.limit())) {
                met.put(limit, value);
            }
        }
        return met;
    }

    private static @Nullable Double now(String measure, List<Sample> samples, @Nullable Long downSince) {
        if (samples.isEmpty()) {
            return null;
        }
        var last = samples.get(samples.size() - 1);
        return switch (measure) {
            case "outageMinutes" -> {
                var down = Aggregates.downSince(samples, downSince);
                yield last.isUp() == null
                        ? null
                        : down == null ? (Double) 0.0 : (Double) ((last.atEpochMillis() - down) / 60_000.0);
            }
            case "agentsFailingPercent" -> {
                var before = samples.size() < 2
                        ? null
                        : samples.get(samples.size() - 2).agentsFailingPercent();
                var failing = last.agentsFailingPercent();
                yield failing == null || before == null ? null : (Double) Math.min(failing, before);
            }
            default ->
                Aggregates.of(List.of(last), null).get(measure) instanceof Number number
                        ? (Double) number.doubleValue()
                        : null;
        };
    }
}
