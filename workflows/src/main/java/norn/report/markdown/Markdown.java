package norn.report.markdown;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/** A Markdown text that grows: headings, lines, tables whose cells cannot break them. */
public final class Markdown {
    private static final int MAX_CELL_CHARACTERS = 300;
    private static final int MAX_LINE_CHARACTERS = 3_000;

    private final StringBuilder text = new StringBuilder();
    private final DateTimeFormatter timeFormat;

    /** Times are shown in that zone. */
    public Markdown(ZoneId zone) {
        this.timeFormat =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    public Markdown heading(int level, String heading) {
        if (text.length() > 0) {
            text.append('\n');
        }
        text.append("#".repeat(level)).append(' ').append(oneLine(heading)).append("\n\n");
        return this;
    }

    public Markdown line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Markdown bullet(String what, @Nullable Object value) {
        return line(
                "- **%s**: %s".formatted(what, value == null ? "–" : cut(String.valueOf(value), MAX_LINE_CHARACTERS)));
    }

    /** A table; nothing where it has no rows. */
    Markdown table(List<String> columns, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        row(columns);
        row(columns.stream().map(column -> "---").toList());
        rows.forEach(this::row);
        return this;
    }

    /** A heading with a table; nothing where it has no rows. */
    public Markdown section(String heading, List<String> columns, List<List<String>> rows) {
        return rows.isEmpty() ? this : heading(2, heading).table(columns, rows);
    }

    private void row(List<String> cells) {
        text.append('|');
        for (var cell : cells) {
            text.append(' ').append(oneLine(cell).replace("|", "\\|")).append(" |");
        }
        text.append('\n');
    }

    /** The time in the environment's zone; a dash for null. */
    public String time(@Nullable Instant at) {
        return at == null ? "–" : timeFormat.format(at);
    }

    /** A length for people: {@code 350 ms}, {@code 12.4 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    static String duration(Duration duration) {
        if (duration.isNegative()) {
            return "−" + duration(duration.negated());
        }
        if (duration.toMillis() < 1_000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
        }
        if (duration.toMinutes() < 60) {
            return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
        }
        if (duration.toHours() < 48) {
            return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
        }
        return "%d days %d h".formatted(duration.toDays(), duration.toHoursPart());
    }

    /** A number without needless digits. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, "%.2f", value).replaceFirst("0$", "");
    }

    /** A number with its unit. */
    static String quantity(double value, @Nullable String unit) {
        return unit == null ? number(value) : number(value) + " " + unit;
    }

    /** The text; a dash for null. */
    static String orDash(@Nullable String text) {
        return text == null ? "–" : text;
    }

    /** A measured value for people, whatever it is. */
    static String value(@Nullable Object value) {
        if (value instanceof Number number) {
            return number(number.doubleValue());
        }
        return value == null ? "–" : oneLine(String.valueOf(value));
    }

    /** On one line, so that nothing that people or programs say can break the page. */
    static String oneLine(String text) {
        return cut(text, MAX_CELL_CHARACTERS);
    }

    private static String cut(String text, int maxCharacters) {
        return visible(ShortText.line(text, maxCharacters));
    }

    /** A terminal shows control characters as signs instead of obeying them. */
    private static String visible(String text) {
        return text.codePoints()
                .map(point -> point < ' ' ? 0x2400 + point : Character.isISOControl(point) ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
