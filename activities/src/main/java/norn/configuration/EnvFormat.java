package norn.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import norn.yaml.Kind;

/**
 * Lines of {@code KEY=value}, as shells and dotenv libraries read them: a value may stand in quotes, over several lines too; what
 * follows a blank and a hash is a comment; in double quotes {@code \n} is the end of a line, in single ones a backslash stands for
 * itself but before a quote or another; <code>${OTHER}</code> is the value of an earlier key, <code>${OTHER:-text}</code> the text
 * where the file has no such key, except in single quotes.
 *
 * @see "python-dotenv, https://saurabh-kumar.com/python-dotenv/reference/"
 */
@Kind("env")
record EnvFormat() implements SettingsFormat {
    private static final Pattern KEY =
            Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z0-9_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*$");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\\s#'\"$\\\\`]");
    /** What single quotes cannot hold: some readers take a backslash before a quote, or before another, for an escape. */
    private static final Pattern NEEDS_DOUBLE_QUOTES = Pattern.compile("'|\\\\\\\\|\\\\$");

    @Override
    public Map<String, String> values(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var entry : entries(text)) {
            var literal = text.startsWith("'", entry.valueStart());
            values.put(entry.key(), literal ? entry.value() : resolved(entry.value(), values));
        }
        return values;
    }

    /** References to keys that the file does not hold stay as they are: the service may get them otherwise. */
    private static String resolved(String value, Map<String, String> earlier) {
        return REFERENCE
                .matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(earlier.getOrDefault(
                        match.group(1), Objects.requireNonNullElse(match.group(2), match.group()))));
    }

    @Override
    public String with(String text, String key, String value) {
        var entries = entries(text);
        return SettingsEntry.has(entries, key)
                ? SettingsEntry.replaced(text, entries, key, before -> quoted(value))
                : TextLines.inserted(text, text.length(), key + "=" + quoted(value));
    }

    @Override
    public List<SettingsEntry> entries(String text) {
        var entries = new ArrayList<SettingsEntry>();
        var at = 0;
        while (at < text.length()) {
            var end = TextLines.end(text, at);
            var key = KEY.matcher(text).region(at, end);
            if (key.lookingAt()) {
                var entry = entry(text, key.group(1), at, key.end(), end);
                entries.add(entry);
                end = entry.end();
            }
            at = TextLines.next(text, end);
        }
        return entries;
    }

    private static SettingsEntry entry(String text, String key, int start, int valueStart, int lineEnd) {
        var quote = valueStart < lineEnd ? text.charAt(valueStart) : ' ';
        if (quote == '"' || quote == '\'') {
            var close = closing(text, quote, valueStart + 1, lineEnd);
            if (close > 0) {
                var inner = text.substring(valueStart + 1, close);
                return new SettingsEntry(
                        key, start, valueStart, close + 1, TextLines.end(text, close), unescaped(inner, quote));
            }
        }
        var line = text.substring(valueStart, lineEnd);
        var comment = COMMENT.matcher(line);
        var value = (comment.find() ? line.substring(0, comment.start()) : line).stripTrailing();
        return new SettingsEntry(key, start, valueStart, valueStart + value.length(), lineEnd, value);
    }

    /**
     * Where the quote ends, or -1. A backslash before a single quote may also stand for itself, as shells have it: where the quote
     * would else not end in its line.
     */
    private static int closing(String text, char quote, int from, int lineEnd) {
        var escaped = false;
        for (var i = from; i < text.length(); i++) {
            if (!escaped && text.charAt(i) == quote) {
                return quote == '\'' && i >= lineEnd ? closingInLine(text, from, lineEnd, i) : i;
            }
            escaped = !escaped && text.charAt(i) == '\\';
        }
        return quote == '\'' ? closingInLine(text, from, lineEnd, -1) : -1;
    }

    private static int closingInLine(String text, int from, int lineEnd, int otherwise) {
        var close = text.lastIndexOf('\'', lineEnd - 1);
        return close >= from ? close : otherwise;
    }

    private static String unescaped(String inner, char quote) {
        var value = new StringBuilder();
        var escaped = false;
        for (var i = 0; i < inner.length(); i++) {
            var letter = inner.charAt(i);
            if (escaped) {
                value.append(quote == '"' ? unescaped(letter) : unescapedInSingleQuotes(letter));
                escaped = false;
            } else if (letter == '\\') {
                escaped = true;
            } else {
                value.append(letter);
            }
        }
        return value.append(escaped ? "\\" : "").toString();
    }

    /** What a backslash and that letter stand for in double quotes. */
    private static String unescaped(char letter) {
        return switch (letter) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\', '$', '`', '\'' -> String.valueOf(letter);
            default -> "\\" + letter;
        };
    }

    private static String unescapedInSingleQuotes(char letter) {
        return letter == '\'' || letter == '\\' ? String.valueOf(letter) : "\\" + letter;
    }

    /** In single quotes nothing else is special, so those where they can hold the value. */
    private static String quoted(String value) {
        if (!NEEDS_QUOTES.matcher(value).find()) {
            return value;
        }
        return NEEDS_DOUBLE_QUOTES.matcher(value).find()
                ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "'" + value + "'";
    }
}
