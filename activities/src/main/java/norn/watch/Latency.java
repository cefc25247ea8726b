package norn.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Response times of a window, from cumulative histograms seen at its moments. A service that was restarted counts anew. */
final class Latency {
    private static final double MIN_REQUESTS = 20;

    private Latency() {}

    /**
     * The time within which 95 % of the responses came, in milliseconds, by linear interpolation within its bucket. Where the
     * window saw fewer than 20 requests, all since the service's start count. Null where there is no data.
     */
    static @Nullable Double p95Milliseconds(List<Map<String, Double>> histograms) {
        if (histograms.isEmpty()) {
            return null;
        }
        var counts = increase(histograms);
        if (total(counts) < MIN_REQUESTS) {
            counts = histograms.get(histograms.size() - 1);
        }
        return quantile(counts, 0.95);
    }

    private static Map<String, Double> increase(List<Map<String, Double>> histograms) {
        var sum = new LinkedHashMap<String, Double>();
        for (var i = 1; i < histograms.size(); i++) {
            var before = histograms.get(i - 1);
            var after = histograms.get(i);
            var restarted = total(after) < total(before);
            after.forEach((bound, count) ->
                    sum.merge(bound, restarted ? count : count - before.getOrDefault(bound, 0.0), Double::sum));
        }
        return sum;
    }

    private static double total(Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static @Nullable Double quantile(Map<String, Double> counts, double share) {
        var bounds = new ArrayList<>(counts.entrySet());
        bounds.sort(Comparator.comparingDouble(entry -> bound(entry.getKey())));
        var wanted = share * total(counts);
        if (wanted == 0) {
            return null;
        }
        double lower = 0;
        double below = 0;
        for (var bucket : bounds) {
            var upper = bound(bucket.getKey());
            if (bucket.getValue() >= wanted) {
                if (Double.isInfinite(upper)) {
                    return lower * 1000;
                }
                var inside = bucket.getValue() - below;
                return Math.round((lower + (upper - lower) * (inside == 0 ? 1 : (wanted - below) / inside)) * 10_000)
                        / 10.0;
            }
            lower = upper;
            below = bucket.getValue();
        }
        return lower * 1000;
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
