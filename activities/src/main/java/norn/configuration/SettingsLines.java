package norn.configuration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of one key and value a line. Comments, order and everything that is not changed stay as they are. */
final class SettingsLines {
    private static final String KEY = "(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_.-]*)";

    private final Pattern line;

    /** Lines whose key and value are separated by what that expression matches, with blanks around it. */
    SettingsLines(String separator) {
        line = Pattern.compile("%s(\\s*%s\\s*)(.*)".formatted(KEY, separator));
    }

    /** All values, without quotes around them. */
    Map<String, String> values(String text) {
        var values = new LinkedHashMap<String, String>();
        text.lines().forEach(each -> {
            var match = line.matcher(each);
            if (match.matches()) {
                values.put(match.group(2), unquoted(match.group(4).strip()));
            }
        });
        return values;
    }

    /** The text with that value, written as it is, in every line of the key, or in a new last line. */
    String with(String text, String key, String written, String separator) {
        if (written.contains("\n") || written.contains("\r")) {
            throw new IllegalArgumentException(key + ": its value has more than one line");
        }
        var changed = new StringBuilder();
        var found = false;
        for (var each : text.lines().toList()) {
            var match = line.matcher(each);
            if (match.matches() && match.group(2).equals(key)) {
                found = true;
                changed.append(match.group(1))
                        .append(key)
                        .append(match.group(3))
                        .append(written);
            } else {
                changed.append(each);
            }
            changed.append('\n');
        }
        return found ? changed.toString() : changed + key + separator + written + "\n";
    }

    /** The text without the lines of that key. */
    String without(String text, String key) {
        return text.lines()
                .filter(each -> {
                    var match = line.matcher(each);
                    return !match.matches() || !match.group(2).equals(key);
                })
                .map(each -> each + "\n")
                .collect(Collectors.joining());
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
