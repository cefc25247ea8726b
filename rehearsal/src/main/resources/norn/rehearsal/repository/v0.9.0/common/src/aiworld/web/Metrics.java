package aiworld.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** What Prometheus scrapes: a histogram of request durations by path, counters, and gauges that are read when asked. */
public final class Metrics {
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

    private static final class Histogram {
        final long[] buckets = new long[BOUNDS.length + 1];
        double sum;
        long count;
    }

    private final Map<String, Histogram> durations = new TreeMap<>();
    private final Map<String, Double> counters = new TreeMap<>();
    private final Map<String, DoubleSupplier> gauges = new TreeMap<>();

    synchronized void request(String method, String path, int status, double seconds) {
        Histogram histogram =
                durations.computeIfAbsent("method=\"" + method + "\",path=\"" + path + "\"", labels -> new Histogram());
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        histogram.buckets[bucket]++;
        histogram.sum += seconds;
        histogram.count++;
        counters.merge("http_requests_total{method=\"" + method + "\",status=\"" + status + "\"}", 1.0, Double::sum);
        counters.merge("http_errors_total", status >= 500 ? 1.0 : 0.0, Double::sum);
    }

    public synchronized void count(String name, double by) {
        counters.merge(name, by, Double::sum);
    }

    public synchronized void gauge(String name, DoubleSupplier value) {
        gauges.put(name, value);
    }

    public synchronized String text() {
        StringBuilder out = new StringBuilder("# TYPE http_request_duration_seconds histogram\n");
        durations.forEach((labels, histogram) -> {
            long below = 0;
            for (int i = 0; i <= BOUNDS.length; i++) {
                below += histogram.buckets[i];
                out.append("http_request_duration_seconds_bucket{").append(labels).append(",le=\"");
                out.append(i < BOUNDS.length ? String.valueOf(BOUNDS[i]) : "+Inf").append("\"} ").append(below).append('\n');
            }
            out.append("http_request_duration_seconds_sum{").append(labels).append("} ").append(histogram.sum).append('\n');
            out.append("http_request_duration_seconds_count{").append(labels).append("} ").append(histogram.count).append('\n');
        });
        counters.forEach((name, value) -> out.append(name).append(' ').append(value).append('\n'));
        gauges.forEach((name, value) -> out.append(name).append(' ').append(value.getAsDouble()).append('\n'));
        return out.toString();
    }
}
