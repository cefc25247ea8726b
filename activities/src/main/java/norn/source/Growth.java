package norn.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much counters grow from one reading to the next. Each series is looked at by itself, as Prometheus does: one that falls was
 * restarted and counts anew, one that is gone for a while goes on where it was. The numbers of a series are named {@code part|series}.
 */
final class Growth {
    private static final char SEPARATOR = '|';

    private Growth() {}

    /** The name of a series' number. */
    static String name(String part, String series) {
        return part + SEPARATOR + series;
    }

    /** What that number is of the series: the name's first part, or all of it where it has none. */
    static String part(String name) {
        var end = name.indexOf(SEPARATOR);
        return end < 0 ? name : name.substring(0, end);
    }

    /** The growth of each part, over all series and readings. */
    static Map<String, Double> of(List<Map<String, Double>> readings) {
        var growth = new LinkedHashMap<String, Double>();
        var last = new LinkedHashMap<String, Map<String, Double>>();
        for (var reading : readings) {
            var isFirst = last.isEmpty() && growth.isEmpty();
            series(reading).forEach((series, numbers) -> {
                var before = last.put(series, numbers);
                if (!isFirst) {
                    var known = before == null || total(numbers) < total(before) ? Map.<String, Double>of() : before;
                    numbers.forEach(
                            (part, number) -> growth.merge(part, number - known.getOrDefault(part, 0.0), Double::sum));
                }
            });
        }
        return growth;
    }

    private static Map<String, Map<String, Double>> series(Map<String, Double> reading) {
        var series = new LinkedHashMap<String, Map<String, Double>>();
        reading.forEach((name, number) -> {
            var part = part(name);
            series.computeIfAbsent(name.substring(part.length()), none -> new LinkedHashMap<>())
                    .put(part, number);
        });
        return series;
    }

    /** A series has one number, or the counts of its buckets, of which the last has all. */
    private static double total(Map<String, Double> numbers) {
        return numbers.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
