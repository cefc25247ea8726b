package norn.files;

import java.util.regex.Pattern;

/** The escape sequences with which programs colour what they print at a terminal. */
public final class Colours {
    /**
     * A control sequence, such as {@code ESC [ 38:5:196 m}, an operating system command, such as a link's begin, or a choice of a
     * character set, such as {@code ESC ( B}, with which {@code tput sgr0} begins; or a colour whose ESC another program has written out, as
     * rsyslog does ({@code #033}), JSON and {@code cat -v}.
     */
    private static final Pattern SEQUENCE =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()*+][0-9A-Z])"
                    + "|(?:\u009b|(?:#033|\\\\u001[bB]|\\\\x1[bB]|\\\\033|\\\\e|\\^\\[)\\[)[0-9;:]*m");

    private Colours() {}

    /** The text without them. */
    public static String removed(String text) {
        return text.indexOf('\u001b') < 0 && text.indexOf('\u009b') < 0 && text.indexOf('[') < 0
                ? text
                : SEQUENCE.matcher(text).replaceAll("");
    }
}
