package norn.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a source said at one moment. It is saved as JSON, so that a watch whose worker was killed goes on where it was.
 *
 * @param atEpochMillis milliseconds since 1970
 * @param numbers by names that the source alone knows
 * @param problems what people should know of it; empty: nothing
 */
public record Reading(long atEpochMillis, Map<String, Double> numbers, List<String> problems) {
    private static final String VALUE = "value";

    public Reading {
        numbers = numbers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        problems = problems == null ? List.of() : List.copyOf(problems);
    }

    /** A reading of one number, which must be one. */
    static Reading of(Moment moment, double value) throws NoData {
        if (!Double.isFinite(value)) {
            throw new NoData("the value is %s".formatted(value));
        }
        return of(moment, Map.of(VALUE, value));
    }

    /** A reading of several numbers. */
    static Reading of(Moment moment, Map<String, Double> numbers) {
        return new Reading(moment.atEpochMillis(), numbers, List.of());
    }

    /** The number of a reading of one. */
    double value() {
        return number(VALUE);
    }

    /** The number of that name; 0 where there is none. */
    double number(String name) {
        return numbers.getOrDefault(name, 0.0);
    }
}
