package norn.configuration;

import java.util.List;
import java.util.function.Function;

/**
 * One value in a settings file's text.
 *
 * @param start where its entry begins: the line's first character
 * @param valueStart where the value begins, quotes included
 * @param valueEnd behind the value's last character, quotes included
 * @param end behind the entry's last character: the end of its line, without the line's end
 * @param value what the file's reader gets
 */
public record SettingsEntry(String key, int start, int valueStart, int valueEnd, int end, String value) {
    /** The value as it stands in the text. */
    String written(String text) {
        return text.substring(valueStart, valueEnd);
    }

    /** The same entry by another name. */
    SettingsEntry named(String name) {
        return new SettingsEntry(name, start, valueStart, valueEnd, end, value);
    }

    /** The text with what is written in place of the value of every entry of the key. */
    static String replaced(
            String text, List<SettingsEntry> entries, String key, Function<SettingsEntry, String> written) {
        var changed = new StringBuilder(text);
        for (var i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.key().equals(key)) {
                changed.replace(entry.valueStart(), entry.valueEnd(), written.apply(entry));
            }
        }
        return changed.toString();
    }

    /** The text without the entries of the key and the ends of their lines. */
    static String removed(String text, List<SettingsEntry> entries, String key) {
        var changed = new StringBuilder(text);
        for (var i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.key().equals(key)) {
                changed.delete(entry.start(), TextLines.next(text, entry.end()));
            }
        }
        return changed.toString();
    }

    static boolean has(List<SettingsEntry> entries, String key) {
        return entries.stream().anyMatch(entry -> entry.key().equals(key));
    }
}
