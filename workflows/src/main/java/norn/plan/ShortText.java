package norn.plan;

import java.util.stream.Collectors;

/** The beginning of a text, where all of it would be too much. */
public final class ShortText {
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
        return line.length() <= maxCharacters
                ? line
                : line.substring(0, half) + " … " + line.substring(line.length() - half);
    }

    /** The beginning, without half of a character that takes two. */
    private static String beginning(String text, int maxCharacters) {
        return text.substring(
                0, Character.isHighSurrogate(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters);
    }
}
