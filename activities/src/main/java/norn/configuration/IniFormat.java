package norn.configuration;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import norn.yaml.Kind;

/**
 * Sections of {@code key = value} lines below <code>[section]</code>; a key is named with its section: {@code database.host}. Lines
 * that begin further right than the key continue its value; capitals make no other key. Where the file refers to values as
 * {@code %(name)s}, a percent sign of a value is written twice.
 *
 * @see "Python, configparser: Supported INI File Structure"
 */
@Kind("ini")
record IniFormat() implements SettingsFormat {
    @Override
    public String with(String text, String key, String value) {
        var entries = entries(text, key);
        var written = SettingsLines.written(key, hasReferences(text) ? value.replace("%", "%%") : value);
        return SettingsEntry.has(entries, key)
                ? SettingsEntry.replaced(
                        text, entries, key, entry -> SettingsLines.quotedAsBefore(entry.written(text), written))
                : added(text, key, written);
    }

    @Override
    public Map<String, String> values(String text) {
        var values = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(SettingsFormat.super.values(text));
        if (hasReferences(text)) {
            values.replaceAll((key, value) -> value.replace("%%", "%"));
        }
        return values;
    }

    private static boolean hasReferences(String text) {
        return text.contains("%(");
    }

    /** The section is the longest one of the file that the key begins with. */
    private static String added(String text, String key, String written) {
        var sectionEnd = -1;
        var length = -1;
        var inIt = false;
        for (var at = 0; at < text.length(); at = TextLines.next(text, at)) {
            var section = SettingsLines.section(text.substring(at, TextLines.end(text, at)));
            if (section.isPresent()) {
                inIt = key.startsWith(section.get() + ".") && section.get().length() >= length;
                length = inIt ? section.get().length() : length;
            }
            if (inIt && !text.substring(at, TextLines.end(text, at)).isBlank()) {
                sectionEnd = TextLines.next(text, at);
            }
        }
        if (sectionEnd < 0) {
            throw new IllegalArgumentException(
                    "%s: the file has no section that the key begins with. Expected [%s] in it, or another key"
                            .formatted(key, key.contains(".") ? key.substring(0, key.indexOf('.')) : "section"));
        }
        return TextLines.inserted(text, sectionEnd, "%s = %s".formatted(key.substring(length + 1), written));
    }

    @Override
    public String without(String text, String key) {
        return SettingsEntry.removed(text, entries(text, key), key);
    }

    /** The entries, those of the key by that name. */
    private List<SettingsEntry> entries(String text, String key) {
        return entries(text).stream()
                .map(entry -> entry.key().equalsIgnoreCase(key) ? entry.named(key) : entry)
                .toList();
    }

    @Override
    public List<SettingsEntry> entries(String text) {
        return SettingsLines.entries(text, true);
    }
}
