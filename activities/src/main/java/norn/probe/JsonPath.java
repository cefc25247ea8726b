package norn.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A way through JSON: {@code checks.database}, {@code agents[0].name}; {@code $} is the whole. */
public final class JsonPath {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private JsonPath() {}

    /** What lies there; a missing node where nothing does. */
    public static JsonNode read(JsonNode root, String path) {
        if (path.isEmpty() || path.equals("$")) {
            return root;
        }
        var node = root;
        var step = STEP.matcher(path.startsWith("$.") ? path.substring(2) : path);
        while (step.find()) {
            node = step.group(1) != null ? node.path(step.group(1)) : node.path(Integer.parseInt(step.group(2)));
        }
        return node;
    }

    /** A node as text: scalars bare, the rest as JSON. */
    public static String text(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }
}
