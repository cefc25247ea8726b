package norn.files;

import java.util.regex.Pattern;

/** The escape sequences with which programs colour what they print at a terminal. */
public final class Colours {
    /** A control sequence, such as {@code ESC [ 38:5:196 m}, or an operating system command, such as a link's begin. */
    private static final Pattern SEQUENCE =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|][^\u0007\u001b]*(?:\u0007|\u001b\\\\))");

    private Colours() {}

    /** The text without them. */
    public static String removed(String text) {
        return text.indexOf('\u001b') < 0 ? text : SEQUENCE.matcher(text).replaceAll("");
    }
}
