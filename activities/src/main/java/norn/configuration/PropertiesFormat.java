package norn.configuration;

import java.util.List;
import java.util.regex.Pattern;
import norn.yaml.Default;
import norn.yaml.Kind;

/**
 * Lines of {@code key: value}, the value as it is, without quotes, or of {@code key = value}, with the escapes that Java has for them,
 * such as a letter by its number, {@code \:} and {@code \n}; a backslash at the end continues a line. A file with sections is of another kind: a key would
 * not say which one is meant.
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
        if (!SettingsEntry.has(entries, key)) {
            var line = separator.contains("=")
                    ? JavaEscapes.key(key) + separator + JavaEscapes.value(value, text)
                    : key + separator + plain(key, value);
            return TextLines.inserted(text, text.length(), line);
        }
        return SettingsEntry.replaced(text, entries, key, entry -> {
            var before = entry.written(text);
            return SettingsLines.isOfJava(text, entry)
                    ? JavaEscapes.value(SettingsLines.quotedAsBefore(before, value), text)
                    : SettingsLines.quotedAsBefore(before, plain(key, value));
        });
    }

    private static String plain(String key, String value) {
        if (SettingsLines.isContinued(value, 0, value.length())) {
            throw new IllegalArgumentException(
                    key + ": its value ends with a backslash, which would join it with the next line");
        }
        return SettingsLines.written(key, value);
    }

    @Override
    public List<SettingsEntry> entries(String text) {
        return SettingsLines.entries(text, false);
    }
}
