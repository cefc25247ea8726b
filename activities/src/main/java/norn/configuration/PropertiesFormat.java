package norn.configuration;

import java.util.List;
import java.util.regex.Pattern;
import norn.yaml.Default;
import norn.yaml.Kind;

/**
 * Lines of {@code key: value} or {@code key = value}, the value as it is, without quotes; a backslash at the end continues a line.
 * A file with sections is of another kind: a key would not say which one is meant.
 *
 * @param separator between key and value in lines that are added
 */
@Kind("properties")
record PropertiesFormat(@Default("': '") String separator) implements SettingsFormat {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[:=]\\s*");

    PropertiesFormat {
        if (!SEPARATOR.matcher(separator).matches()) {
            throw new IllegalArgumentException(
                    "separator '%s': expected a colon or an equals sign, with blanks if needed".formatted(separator));
        }
    }

    @Override
    public String with(String text, String key, String value) {
        text.lines()
                .filter(line -> SettingsLines.section(line).isPresent())
                .findFirst()
                .ifPresent(line -> {
                    throw new IllegalArgumentException(
                            "%s: the file has sections, such as %s. Expected format: {kind: ini}, and keys like database.host"
                                    .formatted(key, line.strip()));
                });
        var entries = entries(text);
        var written = SettingsLines.written(key, value);
        if (SettingsLines.isContinued(value, 0, value.length())) {
            throw new IllegalArgumentException(
                    key + ": its value ends with a backslash, which would join it with the next line");
        }
        return SettingsEntry.has(entries, key)
                ? SettingsEntry.replaced(text, entries, key, written)
                : TextLines.inserted(text, text.length(), key + separator + written);
    }

    @Override
    public List<SettingsEntry> entries(String text) {
        return SettingsLines.entries(text, false);
    }
}
