package norn.configuration;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.files.LenientJson;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Adds a value to a tree of settings that has none of its path: behind what the mapping has that is the longest part of the path, in
 * the way that mapping is written.
 */
final class SettingsTreeAddition {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final String STEP = "  ";

    private final String text;

    SettingsTreeAddition(String text) {
        this.text = text;
    }

    /**
     * The text with it.
     *
     * @param root the whole tree
     * @param written the value as it stands in such a text
     * @throws IllegalArgumentException where there is no place for it
     */
    String with(Node root, String path, String written) {
        if (!(root instanceof MappingNode mapping)) {
            throw new IllegalArgumentException(
                    "%s: the template has no keys to which it could be added".formatted(path));
        }
        return added(mapping, path, path, written);
    }

    private String added(MappingNode mapping, String path, String rest, String written) {
        var parent = mapping.getValue().stream()
                .filter(pair -> rest.equals(key(pair)) || rest.startsWith(key(pair) + "."))
                .max(Comparator.comparingInt(pair -> key(pair).length()));
        if (parent.isEmpty()) {
            return mapping.getFlowStyle() == FlowStyle.FLOW
                    ? inBraces(mapping, rest, written)
                    : inLines(mapping, rest, written);
        }
        var below = parent.get().getValueNode();
        if (below instanceof MappingNode deeper && !isAlias(parent.get()) && !rest.equals(key(parent.get()))) {
            return added(deeper, path, rest.substring(key(parent.get()).length() + 1), written);
        }
        throw new IllegalArgumentException(
                "%s: the template has something other than keys at %s. Expected in the template: the value itself"
                        .formatted(path, path.substring(0, path.length() - rest.length()) + key(parent.get())));
    }

    private static String key(NodeTuple pair) {
        return pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    /** Whether the value stands elsewhere, and before its key. */
    private static boolean isAlias(NodeTuple pair) {
        return start(pair.getValueNode()) < start(pair.getKeyNode());
    }

    private String inBraces(MappingNode mapping, String rest, String written) {
        var entry = new StringBuilder();
        var keys = rest.split("\\.", -1);
        for (var i = 0; i < keys.length; i++) {
            entry.append(i == 0 ? "" : "{").append(LenientJson.text(keys[i])).append(": ");
        }
        entry.append(written).append("}".repeat(keys.length - 1));
        var last = last(mapping);
        if (last.isEmpty()) {
            var at = text.indexOf('{', place(start(mapping))) + 1; // an anchor may stand before it
            return text.substring(0, at) + entry + text.substring(at);
        }
        var at = contentEnd(last.get());
        var next = at;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        var isEnded = next < text.length() && text.charAt(next) == ',';
        at = isEnded ? next + 1 : at;
        return text.substring(0, at) + (isEnded ? "" : ",") + lead(last.get()) + entry + text.substring(at);
    }

    /** What stands before the last key: the end of a line and an indent, where it begins a line. */
    private String lead(NodeTuple last) {
        var start = place(start(last.getKeyNode()));
        var from = start;
        while (from > 0 && (text.charAt(from - 1) == ' ' || text.charAt(from - 1) == '\t')) {
            from--;
        }
        return from > 0 && text.charAt(from - 1) == '\n' ? TextLines.lineEnd(text) + text.substring(from, start) : " ";
    }

    private String inLines(MappingNode mapping, String rest, String written) {
        var last = last(mapping).orElseThrow();
        var indent = " ".repeat(last.getKeyNode().getStartMark().orElseThrow().getColumn());
        var lines = new StringBuilder();
        var keys = rest.split("\\.", -1);
        for (var i = 0; i < keys.length; i++) {
            lines.append(i == 0 ? "" : TextLines.lineEnd(text))
                    .append(indent)
                    .append(STEP.repeat(i))
                    .append(PLAIN_KEY.matcher(keys[i]).matches() ? keys[i] : LenientJson.text(keys[i]))
                    .append(':');
        }
        return TextLines.inserted(text, TextLines.next(text, contentEnd(last)), lines + " " + written);
    }

    private static Optional<NodeTuple> last(MappingNode mapping) {
        var pairs = mapping.getValue();
        return pairs.isEmpty() ? Optional.empty() : Optional.of(pairs.get(pairs.size() - 1));
    }

    /** Behind the last character of the pair. */
    private int contentEnd(NodeTuple pair) {
        return isAlias(pair)
                ? TextLines.end(text, place(end(pair.getKeyNode())))
                : Math.max(place(end(pair.getKeyNode())), contentEnd(pair.getValueNode()));
    }

    private int contentEnd(Node node) {
        if (node instanceof CollectionNode<?> collection && collection.getFlowStyle() != FlowStyle.FLOW) {
            var ends = node instanceof MappingNode mapping
                    ? mapping.getValue().stream().map(this::contentEnd)
                    : node instanceof SequenceNode sequence
                            ? sequence.getValue().stream().map(this::contentEnd)
                            : Stream.<Integer>empty();
            return ends.max(Comparator.naturalOrder()).orElse(place(start(node)));
        }
        var end = place(end(node));
        while (end > place(start(node)) && Character.isWhitespace(text.charAt(end - 1))) {
            end--; // a block's end is where the next line begins
        }
        return end;
    }

    private static int start(Node node) {
        return node.getStartMark().orElseThrow().getIndex();
    }

    private static int end(Node node) {
        return node.getEndMark().orElseThrow().getIndex();
    }

    private int place(int codePoints) {
        return SettingsTree.place(text, codePoints);
    }
}
