package norn.configuration;

import java.util.Map;
import java.util.regex.Pattern;
import norn.yaml.Kind;

/** Lines of {@code KEY=value}, as shells and dotenv libraries read them: a value with a blank or a hash stands in quotes. */
@Kind("env")
record EnvFormat() implements SettingsFormat {
    private static final SettingsLines LINES = new SettingsLines("=");
    private static final Pattern NEEDS_QUOTES = Pattern.compile(".*[\\s#'\"].*");

    @Override
    public Map<String, String> values(String text) {
        return LINES.values(text);
    }

    @Override
    public String with(String text, String key, String value) {
        return LINES.with(text, key, quoted(value), "=");
    }

    @Override
    public String without(String text, String key) {
        return LINES.without(text, key);
    }

    private static String quoted(String value) {
        if (!NEEDS_QUOTES.matcher(value).matches()) {
            return value;
        }
        return value.contains("'") ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : "'" + value + "'";
    }
}
