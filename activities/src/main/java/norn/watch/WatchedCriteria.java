package norn.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.runbook.Criterion.Comparison;

/** The criteria that an order of a watch names, each judged by what is measured now. */
final class WatchedCriteria {
    /** One criterion's limit. */
    record Limit(String id, String measure, Comparison comparison, double limit) {}

    private final List<Limit> limits = new ArrayList<>();

    /** Those of an order's option {@code criteria}. */
    WatchedCriteria(List<?> option) {
        for (var criterion : option) {
            if (!(criterion instanceof Map<?, ?> map)
                    || !(map.get("limit") instanceof Number limit)
                    || map.get("id") == null
                    || map.get("measure") == null) {
                throw new ActionFailed(
                        "WrongOptions",
                        "criteria: %s is no criterion".formatted(criterion),
                        "Expected: id, measure, comparison and limit. Whoever drives the phase adds them.",
                        false);
            }
            limits.add(new Limit(
                    String.valueOf(map.get("id")),
                    String.valueOf(map.get("measure")),
                    Comparison.valueOf(String.valueOf(map.get("comparison"))),
                    limit.doubleValue()));
        }
    }

    /** Those that are met now, each with what is measured. */
    Map<Limit, Double> met(WatchedValues values, List<Sample> samples) {
        var met = new LinkedHashMap<Limit, Double>();
        for (var limit : limits) {
            var value = values.current(limit.measure(), samples, limit.comparison() == Comparison.ABOVE);
            if (value != null && limit.comparison().holds(value, limit.limit())) {
                met.put(limit, value);
            }
        }
        return met;
    }
}
