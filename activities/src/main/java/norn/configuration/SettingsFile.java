package norn.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of {@code KEY=value} or {@code key: value} lines. Comments, order and everything that is not touched stay as they are.
 */
public final class SettingsFile {
    private static final Pattern LINE =
            Pattern.compile("(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_.-]*)(\\s*[=:]\\s*)(.*)");

    private final List<String> lines;

    private SettingsFile(List<String> lines) {
        this.lines = lines;
    }

    /** The file of that text. */
    public static SettingsFile parse(String text) {
        return new SettingsFile(new ArrayList<>(text.lines().toList()));
    }

    /** The value of a key, without quotes around it; where a key stands twice, the last one counts. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values().get(key));
    }

    /** All values by key, without quotes around them. */
    public Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        for (var line : lines) {
            var match = LINE.matcher(line);
            if (match.matches()) {
                values.put(match.group(2), unquoted(match.group(4).strip()));
            }
        }
        return values;
    }

    /** The same file with that value in every line of the key, or in a new last line. */
    public SettingsFile with(String key, String value, String separator) {
        if (value.contains("\n") || value.contains("\r")) {
            throw new IllegalArgumentException(key + ": its value has more than one line");
        }
        var changed = new ArrayList<String>();
        var found = false;
        for (var line : lines) {
            var match = LINE.matcher(line);
            if (match.matches() && match.group(2).equals(key)) {
                found = true;
                changed.add(match.group(1) + key + match.group(3) + quoted(value, match.group(3)));
            } else {
                changed.add(line);
            }
        }
        if (!found) {
            changed.add(key + separator + quoted(value, separator));
        }
        return new SettingsFile(changed);
    }

    /** The same file without the lines of that key. */
    public SettingsFile without(String key) {
        var remaining = new ArrayList<String>();
        for (var line : lines) {
            var match = LINE.matcher(line);
            if (!match.matches() || !match.group(2).equals(key)) {
                remaining.add(line);
            }
        }
        return new SettingsFile(remaining);
    }

    /** The file's text. */
    public String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** In files of {@code KEY=value}, a value with a blank or a hash is read right only in quotes. */
    private static String quoted(String value, String separator) {
        if (!separator.contains("=") || !value.matches(".*[\\s#'\"].*")) {
            return value;
        }
        return value.contains("'") ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : "'" + value + "'";
    }

    private static String unquoted(String value) {
        if (value.length() < 2) {
            return value;
        }
        var first = value.charAt(0);
        if ((first != '"' && first != '\'') || value.charAt(value.length() - 1) != first) {
            return value;
        }
        var inner = value.substring(1, value.length() - 1);
        return first == '"' ? inner.replace("\\\"", "\"").replace("\\\\", "\\") : inner;
    }
}
