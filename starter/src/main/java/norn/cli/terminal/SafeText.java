package norn.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Text that others wrote, made harmless for a terminal: what would move the cursor, colour or hide is shown as a sign of itself. */
public final class SafeText {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int DELETE_SYMBOL = 0x2421;
    private static final int REPLACEMENT = 0xFFFD;

    private SafeText() {}

    /** The text with its line breaks, and nothing else that a terminal would obey. */
    public static String text(String written) {
        return written.codePoints()
                .map(SafeText::safe)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A copy of the tree whose texts are so. */
    public static JsonNode tree(JsonNode written) {
        if (written.isTextual()) {
            return JsonNodeFactory.instance.textNode(text(written.asText()));
        }
        if (written instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(tree(element)));
            return copy;
        }
        if (written instanceof ObjectNode object) {
            var copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(text(field.getKey()), tree(field.getValue())));
            return copy;
        }
        return written;
    }

    private static int safe(int point) {
        if (point == '\n' || point == '\t') {
            return point;
        }
        if (point < ' ') {
            return CONTROL_PICTURES + point;
        }
        if (point == 0x7F) {
            return DELETE_SYMBOL;
        }
        return Character.isISOControl(point) || turnsDirection(point) ? REPLACEMENT : point;
    }

    private static boolean turnsDirection(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
