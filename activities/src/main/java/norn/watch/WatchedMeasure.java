package norn.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.runbook.Measure;
import norn.source.Combination;

/**
 * What the runbook says of a measure, as the order of a watch repeats it.
 *
 * @param confirm how many samples in a row must lie beyond a limit before it counts
 */
record WatchedMeasure(Combination combination, int confirm) {
    private static final WatchedMeasure UNKNOWN = new WatchedMeasure(Combination.HIGHEST, 1);

    /** Those of an order's option {@code measures}, by name. */
    static Map<String, WatchedMeasure> of(List<?> option) {
        var measures = new LinkedHashMap<String, WatchedMeasure>();
        for (var measure : option) {
            if (!(measure instanceof Map<?, ?> map)
                    || !(map.get("confirm") instanceof Number confirm)
                    || !(map.get("name") instanceof String name)) {
                throw wrong(measure);
            }
            try {
                measures.put(
                        name,
                        new WatchedMeasure(
                                new Combination(
                                        Measure.Combine.valueOf(String.valueOf(map.get("combine"))),
                                        Measure.Better.valueOf(String.valueOf(map.get("better")))),
                                confirm.intValue()));
            } catch (IllegalArgumentException unknownWord) {
                throw wrong(measure);
            }
        }
        return measures;
    }

    /** The measure of that name; one that the runbook does not know counts by its highest value. */
    static WatchedMeasure of(Map<String, WatchedMeasure> known, String name) {
        return known.getOrDefault(name, UNKNOWN);
    }

    private static ActionFailed wrong(Object measure) {
        return new ActionFailed(
                "WrongOptions",
                "measures: %s is no measure".formatted(measure),
                "Expected: name, combine, better and confirm. Whoever drives the phase adds them.",
                false);
    }
}
