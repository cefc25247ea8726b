package norn.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Foreign text, safe to show: control characters, which could move a cursor or hide text, become visible symbols. */
public final class SafeText {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int DELETE_SYMBOL = 0x2421;
    private static final int REPLACEMENT = 0xFFFD;

    private SafeText() {}

    /** The text; of its control characters only line breaks and tabs stay. */
    public static String text(String foreign) {
        return foreign.codePoints()
                .map(SafeText::safe)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A copy of the tree with safe texts. */
    public static JsonNode tree(JsonNode foreign) {
        if (foreign.isTextual()) {
            return JsonNodeFactory.instance.textNode(text(foreign.asText()));
        }
        if (foreign instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(tree(element)));
            return copy;
        }
        if (foreign instanceof ObjectNode object) {
            var copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(text(field.getKey()), tree(field.getValue())));
            return copy;
        }
        return foreign;
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
