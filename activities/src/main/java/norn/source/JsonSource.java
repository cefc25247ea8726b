package norn.source;

import norn.environment.AddressCheck;
import norn.files.JsonPathExpression;
import norn.limit.Limits;
import norn.plan.Count;
import norn.plan.ShortText;
import norn.yaml.Default;
import norn.yaml.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A number on a page of JSON, or how many elements there are.
 *
 * @param path of the number, or of the elements: {@code $.agents[?(@.status=='active')]}; of {@code $.queues[?(@.name=='jobs')].waiting}
 *     it is the number where there is one such queue
 * @param factor what the number is multiplied with
 * @param percentOf how many there must be: the value is how many percent of them there are; null: it is the number itself
 * @param missingPercentOf how many there must be: the value is how many percent of them are missing; null: it is the number itself
 */
@Kind("json")
record JsonSource(
        String url,
        JsonPathExpression path,
        @Default("1") double factor,
        @Nullable Double percentOf,
        @Nullable Double missingPercentOf)
        implements Source {
    JsonSource {
        AddressCheck.page("url", url, "an address that anybody may see");
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
        var found = path.read(moment.json(url));
        if (path.findsFields()
                && found.isArray()
                && (found.isEmpty() || found.get(0).isNumber())) {
            if (found.size() != 1) {
                throw new NoData("%s finds %s instead of one".formatted(path, Count.of(found.size(), "number")));
            }
            found = found.get(0);
        }
        if (found.isArray()) {
            return Reading.of(moment, scaled(found.size()));
        }
        if (!found.isNumber()) {
            throw new NoData("%s is %s"
                    .formatted(path, ShortText.line(JsonPathExpression.text(found), Limits.SHOWN_CHARACTERS)));
        }
        return Reading.of(moment, scaled(found.asDouble()));
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
