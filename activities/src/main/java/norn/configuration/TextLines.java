package norn.configuration;

/** The lines of a text whose line ends stay as they are: {@code \n} or {@code \r\n}. */
final class TextLines {
    private TextLines() {}

    /** Behind the last character of the line, without its end. */
    static int end(String text, int from) {
        var end = text.indexOf('\n', from);
        if (end < 0) {
            return text.length();
        }
        return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Where the next line begins: behind the end of the line. */
    static int next(String text, int from) {
        var end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /** What the text's lines end with. */
    static String lineEnd(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** The text with a line put in at that place, ended as the text's other lines are. */
    static String inserted(String text, int at, String line) {
        var lineEnd = lineEnd(text);
        var before = text.substring(0, at);
        var separator = before.isEmpty() || before.endsWith("\n") ? "" : lineEnd;
        return before + separator + line + lineEnd + text.substring(at);
    }
}
