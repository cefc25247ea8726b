package norn.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of one key and value a line, and those with sections of such lines. Comments and order stay as they are. */
final class SettingsLines {
    private static final Pattern SECTION = Pattern.compile("\\s*\\[([^\\[\\]]+)]\\s*(?:[;#].*)?");
    private static final Pattern LINE = Pattern.compile("\\s*(?!//|[#;!\\[])((?:\\\\.|[^\\s:=\\\\])+)\\s*([:=])\\s*");

    /** Below a section a key may have blanks in it. */
    private static final Pattern LINE_OF_A_SECTION = Pattern.compile("\\s*(?![#;\\[])([^\\s:=][^:=]*?)\\s*[:=]\\s*");

    private static final Pattern COMMENT = Pattern.compile("\\s*[#;]");

    private SettingsLines() {}

    /** The name of the section that the line opens. */
    static Optional<String> section(String line) {
        var match = SECTION.matcher(line);
        return match.matches() ? Optional.of(match.group(1).strip()) : Optional.empty();
    }

    /**
     * The entries of the text: a backslash at a line's end joins it with the next. With {@code sections}, each key has the name of
     * its section and a dot before it, and lines that begin further right than the key's continue its value.
     */
    static List<SettingsEntry> entries(String text, boolean sections) {
        var entries = new ArrayList<SettingsEntry>();
        var prefix = "";
        var at = 0;
        while (at < text.length()) {
            var end = TextLines.end(text, at);
            var section = sections ? section(text.substring(at, end)) : Optional.<String>empty();
            var key = (sections ? LINE_OF_A_SECTION : LINE).matcher(text).region(at, end);
            if (section.isPresent()) {
                prefix = section.get() + ".";
            } else if (key.lookingAt()) {
                end = sections ? indentedEnd(text, at, end) : lastLineEnd(text, key.end());
                var written = text.substring(key.end(), end);
                var ofJava = !sections && key.group(2).equals("=");
                var value = (sections ? indented(written) : joined(written)).strip();
                entries.add(new SettingsEntry(
                        prefix + (sections ? key.group(1) : JavaEscapes.read(key.group(1))),
                        at,
                        key.end(),
                        key.end() + written.stripTrailing().length(),
                        end,
                        unquoted(ofJava ? JavaEscapes.read(value) : value)));
            }
            at = TextLines.next(text, end);
        }
        return entries;
    }

    /** Behind the last of the lines that begin further right than the one at {@code begin}, which ends at {@code end}. */
    private static int indentedEnd(String text, int begin, int end) {
        var indent = indent(text, begin);
        var last = end;
        for (var at = TextLines.next(text, end); at < text.length(); at = TextLines.next(text, at)) {
            var line = text.substring(at, TextLines.end(text, at));
            if (line.isBlank() || COMMENT.matcher(line).lookingAt()) {
                continue;
            }
            if (indent(text, at) <= indent) {
                break;
            }
            last = at + line.length();
        }
        return last;
    }

    private static int indent(String text, int at) {
        var to = at;
        while (to < text.length() && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
            to++;
        }
        return to - at;
    }

    private static String indented(String written) {
        return written.lines()
                .filter(line -> !COMMENT.matcher(line).lookingAt())
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }

    private static int lastLineEnd(String text, int from) {
        var end = TextLines.end(text, from);
        while (isContinued(text, from, end) && TextLines.next(text, end) < text.length()) {
            end = TextLines.end(text, TextLines.next(text, end));
        }
        return end;
    }

    /** An even number of backslashes stands for backslashes. */
    static boolean isContinued(String text, int from, int end) {
        var backslashes = 0;
        while (end - backslashes > from && text.charAt(end - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static String joined(String written) {
        return written.replaceAll("\\\\\\r?\\n[ \\t]*", "");
    }

    /** What may stand in such a file as a value. */
    static String written(String key, String value) {
        if (value.contains("\n") || value.contains("\r")) {
            throw new IllegalArgumentException(key + ": its value has more than one line");
        }
        return value;
    }

    /** Whether an equals sign stands between the entry's key and its value: then the value has Java's escapes. */
    static boolean isOfJava(String text, SettingsEntry entry) {
        return text.substring(entry.start(), entry.valueStart()).stripTrailing().endsWith("=");
    }

    /** The value in quotes where the one before stood in some, and it has none itself. */
    static String quotedAsBefore(String before, String value) {
        if (!isQuoted(before) || isQuoted(value)) {
            return value;
        }
        return before.charAt(0) == '\'' && value.indexOf('\'') < 0
                ? "'" + value + "'"
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isQuoted(String value) {
        if (value.length() < 2) {
            return false;
        }
        var first = value.charAt(0);
        return (first == '"' || first == '\'') && value.charAt(value.length() - 1) == first;
    }

    private static String unquoted(String value) {
        if (!isQuoted(value)) {
            return value;
        }
        var first = value.charAt(0);
        var inner = value.substring(1, value.length() - 1);
        return first == '"' ? inner.replace("\\\"", "\"").replace("\\\\", "\\") : inner;
    }
}
