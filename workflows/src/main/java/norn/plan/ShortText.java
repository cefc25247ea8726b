package norn.plan;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The beginning of a text, where all of it would be too much. */
public final class ShortText {
    /** Of what is wrong, so much is shown beside any remedy. */
    static final int LEAST_CHARACTERS = 120;

    private ShortText() {}

    /** The text, cut to so many characters, with an ellipsis where something is cut. */
    public static String of(String text, int maxCharacters) {
        return text.length() <= maxCharacters ? text : beginning(text, maxCharacters) + "…";
    }

    /** The same on one line. */
    public static String line(String text, int maxCharacters) {
        return of(text.strip().replaceAll("\\s+", " "), maxCharacters);
    }

    /** What anybody may have sent: without control characters, and where it is cut, with its whole length. */
    public static String quoted(String text, int maxCharacters) {
        var plain = text.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .limit(maxCharacters + 1L)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return plain.codePointCount(0, plain.length()) <= maxCharacters
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, maxCharacters))
                        + "… (%d characters)".formatted(text.length());
    }

    /** A long line without its middle: its end often says the most. */
    public static String withoutMiddle(String line, int maxCharacters) {
        var half = maxCharacters / 2;
        if (line.length() <= maxCharacters) {
            return line;
        }
        var end = line.length() - half;
        return (half == 0 ? "" : beginning(line, half))
                + " … "
                + line.substring(half > 0 && Character.isLowSurrogate(line.charAt(end)) ? end + 1 : end);
    }

    /**
     * A long line whose part from {@code remedy} on is whole, whatever its length: what comes before loses its middle, but for
     * {@link #LEAST_CHARACTERS} of it.
     *
     * @param remedy what people are to do; null, or not part of the line: the line alone is shortened
     */
    public static String beforeRemedy(String line, @Nullable String remedy, int maxCharacters) {
        var begin = remedy == null || remedy.isEmpty() ? -1 : line.lastIndexOf(remedy);
        if (begin < 0) {
            return withoutMiddle(line, maxCharacters);
        }
        return withoutMiddle(
                        line.substring(0, begin), Math.max(LEAST_CHARACTERS, maxCharacters - (line.length() - begin)))
                + line.substring(begin);
    }

    /** The beginning, without half of a character that takes two. */
    private static String beginning(String text, int maxCharacters) {
        return text.substring(
                0, Character.isHighSurrogate(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters);
    }
}
