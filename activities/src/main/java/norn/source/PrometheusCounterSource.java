package norn.source;

import java.util.Map;
import java.util.regex.Pattern;
import norn.environment.AddressCheck;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How much a counter on a page in Prometheus' text format grows in the window. A service that was restarted counts anew.
 *
 * @param name the metric's
 * @param where labels and what they must be, such as {@code status: '5..'}; empty: all are counted
 * @param percent the value is the share of all of that name, in percent; otherwise it is the growth itself
 */
@Kind("prometheus-counter")
record PrometheusCounterSource(String url, String name, Map<String, Pattern> where, boolean percent) implements Source {
    private static final String ALL = "all";
    private static final String MATCHING = "matching";

    PrometheusCounterSource {
        AddressCheck.withoutSecret("url", url, "an address that anybody may see");
        if (percent && where.isEmpty()) {
            throw new IllegalArgumentException("percent: expected where, which says of what");
        }
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var page = moment.metrics(url);
        return Reading.of(moment, Map.of(ALL, page.sum(name), MATCHING, page.sumOrZero(name, where)));
    }

    @Override
    public @Nullable Double value(Window window) {
        var all = 0.0;
        var matching = 0.0;
        Reading before = null;
        for (var reading : window.readings()) {
            if (before != null) {
                var restarted = reading.number(ALL) < before.number(ALL);
                all += reading.number(ALL) - (restarted ? 0 : before.number(ALL));
                matching += reading.number(MATCHING) - (restarted ? 0 : before.number(MATCHING));
            }
            before = reading;
        }
        if (window.readings().size() < 2) {
            return null;
        }
        if (percent) {
            return all == 0 ? null : (Double) (100 * matching / all);
        }
        return matching;
    }

    @Override
    public @Nullable Double current(Window window) {
        return value(window.lastOf(2));
    }
}
