package norn.local.rehearsal;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import norn.files.LenientJson;

/** A YAML text with placeholders <code>${name}</code>: within double quotes they become the value's text, elsewhere its JSON. */
final class YamlTemplate {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"\n]*\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9.-]+)}");

    private final String text;

    YamlTemplate(String text) {
        this.text = text;
    }

    /** The text with those values; each placeholder needs one. */
    String filled(Map<String, Object> values) {
        var quoted = replaced(
                QUOTED,
                text,
                string -> replaced(PLACEHOLDER, string.group(), placeholder -> inQuotes(value(values, placeholder))));
        return replaced(PLACEHOLDER, quoted, placeholder -> LenientJson.line(value(values, placeholder)));
    }

    private static Object value(Map<String, Object> values, MatchResult placeholder) {
        var value = values.get(placeholder.group(1));
        if (value == null) {
            throw new IllegalStateException(placeholder.group() + ": no such value");
        }
        return value;
    }

    private static String inQuotes(Object value) {
        var json = LenientJson.line(value.toString());
        return json.substring(1, json.length() - 1);
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
