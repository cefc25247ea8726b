package norn.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/** Breaks and shortens text for a terminal's width. */
public final class LineWrapper {
    private static final int MIN_COLUMNS = 20;

    private LineWrapper() {}

    /** The line, cut with a mark where it has more than {@code columns} characters. */
    public static String cut(String line, int columns) {
        var max = Math.max(MIN_COLUMNS, columns);
        return line.codePointCount(0, line.length()) <= max
                ? line
                : line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…";
    }

    /** The text on one line; where it is longer, without its middle. */
    public static String withoutMiddle(String text, int max) {
        return ShortText.withoutMiddle(onOneLine(text), max);
    }

    /** The same, but with the whole of what people are to do, which is its end; null: nothing of it is. */
    public static String beforeRemedy(String text, @Nullable String remedy, int max) {
        return ShortText.beforeRemedy(onOneLine(text), remedy == null ? null : onOneLine(remedy), max);
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** The line, broken between words into lines of at most {@code columns}; all but the first are indented further. */
    public static List<String> wrapped(String line, int columns) {
        var max = Math.max(MIN_COLUMNS, columns);
        var indent = " ".repeat(line.length() - line.stripLeading().length());
        var lines = new ArrayList<String>();
        var rest = line.stripTrailing();
        while (rest.length() > max) {
            var end = rest.lastIndexOf(' ', max);
            if (end <= rest.length() - rest.stripLeading().length()) {
                end = rest.indexOf(' ', max); // a long address stays whole, for copying
            }
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end).stripTrailing());
            rest = indent + "  " + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** The text with each of its lines broken in this way. */
    public static String wrappedText(String text, int columns) {
        return String.join(
                System.lineSeparator(),
                text.lines().flatMap(line -> wrapped(line, columns).stream()).toList());
    }
}
