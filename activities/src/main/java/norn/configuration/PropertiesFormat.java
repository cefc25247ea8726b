package norn.configuration;

import java.util.Map;
import java.util.regex.Pattern;
import norn.yaml.Default;
import norn.yaml.Kind;

/**
 * Lines of {@code key: value} or {@code key = value}, the value as it is, without quotes.
 *
 * @param separator between key and value in lines that are added
 */
@Kind("properties")
record PropertiesFormat(@Default("': '") String separator) implements SettingsFormat {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[:=]\\s*");
    private static final SettingsLines LINES = new SettingsLines("[:=]");

    PropertiesFormat {
        if (!SEPARATOR.matcher(separator).matches()) {
            throw new IllegalArgumentException(
                    "separator '%s': expected a colon or an equals sign, with blanks if needed".formatted(separator));
        }
    }

    @Override
    public Map<String, String> values(String text) {
        return LINES.values(text);
    }

    @Override
    public String with(String text, String key, String value) {
        return LINES.with(text, key, value, separator);
    }

    @Override
    public String without(String text, String key) {
        return LINES.without(text, key);
    }
}
