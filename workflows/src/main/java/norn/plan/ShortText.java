package norn.plan;

/** The beginning of a text, where all of it would be too much. */
public final class ShortText {
    private ShortText() {}

    /** The text, cut to so many characters, with an ellipsis where something is cut. */
    public static String of(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
        return text.substring(0, end) + "…";
    }

    /** The same on one line. */
    public static String line(String text, int maxCharacters) {
        return of(text.strip().replaceAll("\\s+", " "), maxCharacters);
    }
}
