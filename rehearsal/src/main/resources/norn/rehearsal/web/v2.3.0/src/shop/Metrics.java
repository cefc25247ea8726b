package shop;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What Prometheus scrapes: how long requests take, how they end, and how many orders wait. */
final class Metrics {
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

    private final OrderTable orders;
    private final long[] buckets = new long[BOUNDS.length + 1];
    private final Map<Integer, Long> requests = new TreeMap<>();
    private double sum;
    private long count;

    Metrics(OrderTable orders) {
        this.orders = orders;
    }

    synchronized void request(int status, double seconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        buckets[bucket]++;
        sum += seconds;
        count++;
        requests.merge(status, 1L, Long::sum);
    }

    String text() throws SQLException {
        return requests() + "# TYPE orders_waiting gauge\norders_waiting " + orders.waiting() + "\n";
    }

    private synchronized String requests() {
        StringBuilder out = new StringBuilder("# TYPE http_request_duration_seconds histogram\n");
        long below = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            below += buckets[i];
            out.append("http_request_duration_seconds_bucket{le=\"");
            out.append(i < BOUNDS.length ? String.valueOf(BOUNDS[i]) : "+Inf").append("\"} ").append(below).append('\n');
        }
        out.append("http_request_duration_seconds_sum ").append(sum).append('\n');
        out.append("http_request_duration_seconds_count ").append(count).append('\n');
        out.append("# TYPE http_requests_total counter\n");
        requests.forEach((status, number) ->
                out.append("http_requests_total{status=\"").append(status).append("\"} ").append(number).append('\n'));
        return out.toString();
    }
}
