package norn.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;
import norn.environment.AddressCheck;
import norn.files.JsonPathExpression;
import norn.http.WebClient;
import norn.limit.Limits;
import norn.plan.Count;
import norn.plan.ShortText;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * A number on a page of JSON, or how many elements there are.
 *
 * @param secretHeaders sent with the request, by the name of the secret that each is
 * @param path of the number, which may stand in quotes, or of the elements: {@code $.agents[?(@.status=='active')]}; of {@code $.queues[?(@.name=='jobs')].waiting}
 *     it is the number where there is one such queue
 * @param factor what the number is multiplied with
 * @param percentOf how many there must be: the value is how many percent of them there are; null: it is the number itself
 * @param missingPercentOf how many there must be: the value is how many percent of them are missing; null: it is the number itself
 */
@Kind("json")
record JsonSource(
        String url,
        @Refers("secrets") Map<String, String> secretHeaders,
        JsonPathExpression path,
        @Default("1") double factor,
        @Nullable Double percentOf,
        @Nullable Double missingPercentOf)
        implements Source {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE][+-]?\\d{1,3})?");

    JsonSource {
        AddressCheck.page("url", url, "secretHeaders");
        WebClient.requireHeaders(secretHeaders.keySet());
        if (percentOf != null && missingPercentOf != null) {
            throw new IllegalArgumentException("expected at most one of percentOf and missingPercentOf");
        }
        positive("percentOf", percentOf);
        positive("missingPercentOf", missingPercentOf);
    }

    private static void positive(String field, @Nullable Double value) {
        if (value != null && !(value > 0)) {
            throw new IllegalArgumentException("%s: expected more than 0".formatted(field));
        }
    }

    @Override
    public Reading read(Moment moment, @Nullable Reading before) throws NoData {
        var found = path.read(moment.json(url, secretHeaders));
        if (path.findsFields() && found.isArray() && (found.isEmpty() || isNumber(found.get(0)))) {
            if (found.size() != 1) {
                throw new NoData("%s finds %s instead of one".formatted(path, Count.of(found.size(), "number")));
            }
            found = found.get(0);
        }
        if (found.isArray()) {
            return Reading.of(moment, scaled(found.size()));
        }
        if (!isNumber(found)) {
            throw new NoData("%s is %s"
                    .formatted(path, ShortText.line(JsonPathExpression.text(found), Limits.SHOWN_CHARACTERS)));
        }
        return Reading.of(moment, scaled(found.asDouble()));
    }

    /** Many services write large numbers as texts. */
    private static boolean isNumber(JsonNode found) {
        return found.isNumber()
                || (found.isTextual() && NUMBER.matcher(found.asText()).matches());
    }

    private double scaled(double number) {
        if (percentOf != null) {
            return Math.min(100, 100 * number / percentOf);
        }
        if (missingPercentOf != null) {
            return 100 * Math.max(0, missingPercentOf - number) / missingPercentOf;
        }
        return number * factor;
    }

    @Override
    public @Nullable Double value(Window window) {
        return window.combined();
    }
}
