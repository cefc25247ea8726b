package norn.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import norn.environment.AddressCheck;
import norn.http.WebClient;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * How much a counter on a page in Prometheus' text format grows in the window. A series that was restarted counts anew.
 *
 * @param secretHeaders sent with the request, by the name of the secret that each is
 * @param name the metric's
 * @param where labels and what they must be, such as {@code status: '5..'}; empty: all are counted
 * @param percent the value is the share of all of that name, in percent; otherwise it is the growth itself
 */
@Kind("prometheus-counter")
record PrometheusCounterSource(
        String url,
        @Refers("secrets") Map<String, String> secretHeaders,
        String name,
        Map<String, Pattern> where,
        boolean percent)
        implements Source {
    private static final String OTHER = "other";
    private static final String MATCHING = "matching";

    PrometheusCounterSource {
        AddressCheck.page("url", url, "secretHeaders");
        WebClient.requireHeaders(secretHeaders.keySet());
        if (percent && where.isEmpty()) {
            throw new IllegalArgumentException("percent: expected where, which says of what");
        }
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var page = moment.metrics(url, secretHeaders);
        page.sum(name);
        page.sumOrZero(name, where);
        var numbers = new LinkedHashMap<String, Double>();
        page.series(name, where).forEach((series, number) -> numbers.put(Growth.name(MATCHING, series), number));
        page.series(name, Map.of()).forEach((series, number) -> {
            if (!numbers.containsKey(Growth.name(MATCHING, series))) {
                numbers.put(Growth.name(OTHER, series), number);
            }
        });
        return Reading.of(moment, numbers);
    }

    @Override
    public @Nullable Double value(Window window) {
        if (window.readings().size() < 2) {
            return null;
        }
        var growth = Growth.of(window.readings().stream().map(Reading::numbers).toList());
        var matching = growth.getOrDefault(MATCHING, 0.0);
        if (percent) {
            var all = matching + growth.getOrDefault(OTHER, 0.0);
            return all == 0 ? null : (Double) (100 * matching / all);
        }
        return matching;
    }

    @Override
    public @Nullable Double current(Window window) {
        return value(window.lastOf(2));
    }
}
