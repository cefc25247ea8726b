package norn.configuration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The escapes of Java's properties.
 *
 * @see "java.util.Properties, load(Reader)"
 */
final class JavaEscapes {
    private static final Pattern ESCAPE = Pattern.compile("(?s)\\\\(?:u([0-9a-fA-F]{4})|(.?))");
    private static final Pattern LETTER_BY_NUMBER = Pattern.compile("\\\\u[0-9a-fA-F]{4}");
    private static final Pattern SPECIAL_IN_KEY = Pattern.compile("[\\s:=\\\\]|^[#!]");
    private static final int LAST_ASCII = 0x7e;

    private JavaEscapes() {}

    /** What is meant. */
    static String read(String written) {
        return ESCAPE.matcher(written)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null
                                ? letter(match.group(2))
                                : String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static String letter(String escaped) {
        return switch (escaped) {
            case "n" -> "\n";
            case "t" -> "\t";
            case "r" -> "\r";
            case "f" -> "\f";
            default -> escaped;
        };
    }

    /** A key as it is written. */
    static String key(String key) {
        return SPECIAL_IN_KEY.matcher(key).replaceAll("\\\\$0");
    }

    /** A value as it is written in that file: other letters than ASCII by their numbers where the file has them so. */
    static String value(String value, String file) {
        var byNumber = LETTER_BY_NUMBER.matcher(file).find();
        var written = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var letter = value.charAt(i);
            written.append(
                    switch (letter) {
                        case '\\' -> "\\\\";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        case '\f' -> "\\f";
                        case ' ' -> i == 0 ? "\\ " : " ";
                        default ->
                            byNumber && letter > LAST_ASCII
                                    ? "\\u%04x".formatted((int) letter)
                                    : String.valueOf(letter);
                    });
        }
        return written.toString();
    }
}
