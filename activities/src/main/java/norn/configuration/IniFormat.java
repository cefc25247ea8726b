package norn.configuration;

import java.util.List;
import norn.yaml.Kind;

/** Sections of {@code key = value} lines below <code>[section]</code>; a key is named with its section: {@code database.host}. */
@Kind("ini")
record IniFormat() implements SettingsFormat {
    @Override
    public String with(String text, String key, String value) {
        var entries = entries(text);
        var written = SettingsLines.written(key, value);
        return SettingsEntry.has(entries, key)
                ? SettingsEntry.replaced(text, entries, key, written)
                : added(text, key, written);
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
    public List<SettingsEntry> entries(String text) {
        return SettingsLines.entries(text, true, false);
    }
}
