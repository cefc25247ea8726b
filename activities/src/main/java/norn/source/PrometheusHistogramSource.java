package norn.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import norn.environment.AddressCheck;
import norn.http.WebClient;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * A quantile of a histogram on a page in Prometheus' text format, over what was counted in the window, by linear interpolation
 * within its bucket. Where the window saw fewer than 20, all since the service's start count; a series that was restarted counts anew.
 *
 * @param secretHeaders sent with the request, by the name of the secret that each is
 * @param name the metric's, without {@code _bucket}
 * @param where labels and what they must be; empty: all series count
 * @param quantile between 0 and 1
 * @param factor what the bounds are multiplied with, such as 1000 for seconds in milliseconds
 */
@Kind("prometheus-histogram")
record PrometheusHistogramSource(
        String url,
        @Refers("secrets") Map<String, String> secretHeaders,
        String name,
        Map<String, Pattern> where,
        @Default("0.95") double quantile,
        @Default("1") double factor)
        implements Source {
    private static final double MIN_COUNT = 20;

    PrometheusHistogramSource {
        AddressCheck.page("url", url, "secretHeaders");
        WebClient.requireHeaders(secretHeaders.keySet());
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile: %s, expected one between 0 and 1".formatted(quantile));
        }
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        return Reading.of(moment, moment.metrics(url, secretHeaders).histogram(name, where));
    }

    @Override
    public @Nullable Double value(Window window) {
        var histograms = window.readings().stream().map(Reading::numbers).toList();
        if (histograms.isEmpty()) {
            return null;
        }
        var counts = Growth.of(histograms);
        return quantile(total(counts) < MIN_COUNT ? summed(histograms.get(histograms.size() - 1)) : counts);
    }

    @Override
    public @Nullable Double current(Window window) {
        return value(window.lastOf(2));
    }

    /** By bound, over all series. */
    private static Map<String, Double> summed(Map<String, Double> histogram) {
        var sum = new LinkedHashMap<String, Double>();
        histogram.forEach((name, count) -> sum.merge(Growth.part(name), count, Double::sum));
        return sum;
    }

    private static double total(Map<String, Double> counts) {
        return counts.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private @Nullable Double quantile(Map<String, Double> counts) {
        var buckets = new ArrayList<>(counts.entrySet());
        buckets.sort(Comparator.comparingDouble(bucket -> bound(bucket.getKey())));
        var wanted = quantile * total(counts);
        if (wanted == 0 || buckets.stream().allMatch(bucket -> Double.isInfinite(bound(bucket.getKey())))) {
            return null;
        }
        var lower = 0.0;
        var below = 0.0;
        for (var bucket : buckets) {
            var upper = bound(bucket.getKey());
            if (bucket.getValue() >= wanted) {
                var inside = bucket.getValue() - below;
                var share = inside == 0 ? 1 : (wanted - below) / inside;
                return factor * (Double.isInfinite(upper) ? lower : lower + (upper - lower) * share);
            }
            lower = upper;
            below = bucket.getValue();
        }
        return factor * lower;
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
