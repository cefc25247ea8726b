package norn.local.rehearsal;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import norn.client.Json;

/** A YAML text with <code>${name}</code> in it: within double quotes the value's own text takes its place, elsewhere the value as JSON. */
final class YamlTemplate {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"\n]*\"");
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z.-]+)}");

    private final String text;

    YamlTemplate(String text) {
        this.text = text;
    }

    /** The text with those values; a name without a value is a mistake of ours. */
    String filled(Map<String, Object> values) {
        var quoted = replaced(
                QUOTED, text, string -> replaced(PLACE, string.group(), place -> inQuotes(value(values, place))));
        return replaced(PLACE, quoted, place -> Json.line(value(values, place)));
    }

    private static Object value(Map<String, Object> values, MatchResult place) {
        var value = values.get(place.group(1));
        if (value == null) {
            throw new IllegalStateException(place.group() + ": no such value");
        }
        return value;
    }

    private static String inQuotes(Object value) {
        var json = Json.line(value.toString());
        return json.substring(1, json.length() - 1);
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
