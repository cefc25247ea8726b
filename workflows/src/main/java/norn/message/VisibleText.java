package norn.message;

/** What people can see of a text: names that look alike must be alike. */
final class VisibleText {
    /** Letters by their kind, which show nothing. */
    private static final String BLANK_LETTERS = "\u115F\u1160\u3164\uFFA0\u2800";

    private VisibleText() {}

    /** Whether there is anything to see. */
    static boolean isAny(String text) {
        return text.codePoints().anyMatch(point -> isVisible(point) && !Character.isWhitespace(point));
    }

    /** Whether every character but a blank can be seen. */
    static boolean isAll(String text) {
        return text.codePoints().allMatch(VisibleText::isVisible);
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ' || point == '\u00A0';
            default -> BLANK_LETTERS.indexOf(point) < 0;
        };
    }
}
