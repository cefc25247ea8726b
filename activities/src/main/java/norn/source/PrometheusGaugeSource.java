package norn.source;

import java.util.Map;
import java.util.regex.Pattern;
import norn.environment.AddressCheck;
import norn.http.WebClient;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * A gauge on a page in Prometheus' text format, summed over its labels.
 *
 * @param secretHeaders sent with the request, by the name of the secret that each is
 * @param name the metric's
 * @param where labels and what they must be; empty: all are summed
 * @param factor what the number is multiplied with
 * @param percentOf another metric of which the value is the share, in percent; null: it is the number itself
 */
@Kind("prometheus-gauge")
record PrometheusGaugeSource(
        String url,
        @Refers("secrets") Map<String, String> secretHeaders,
        String name,
        Map<String, Pattern> where,
        @Default("1") double factor,
        @Nullable String percentOf)
        implements Source {
    PrometheusGaugeSource {
        AddressCheck.page("url", url, "secretHeaders");
        WebClient.requireHeaders(secretHeaders.keySet());
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var page = moment.metrics(url, secretHeaders);
        var number = page.sum(name, where);
        if (percentOf == null) {
            return Reading.of(moment, number * factor);
        }
        var whole = page.sum(percentOf, where);
        if (!(whole > 0)) {
            throw new NoData("%s is %s".formatted(percentOf, whole));
        }
        return Reading.of(moment, 100 * number / whole);
    }

    @Override
    public @Nullable Double value(Window window) {
        return window.combined();
    }
}
