package norn.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Whether a tree is one, and how large: aliases can make a node its own descendant, or a few lines millions of values. */
final class YamlTree {
    private final Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> cleared = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlTree() {}

    static boolean isRecursive(Node root) {
        return new YamlTree().leadsBack(root);
    }

    private boolean leadsBack(Node node) {
        if (cleared.contains(node)) {
            return false;
        }
        if (!above.add(node)) {
            return true;
        }
        for (var child : children(node)) {
            if (leadsBack(child)) {
                return true;
            }
        }
        above.remove(node);
        cleared.add(node);
        return false;
    }

    /** How many values a tree has once its aliases are written out; it must be one. */
    static long values(Node root) {
        return values(root, new IdentityHashMap<>());
    }

    private static long values(Node node, Map<Node, Long> known) {
        var before = known.get(node);
        if (before != null) {
            return before;
        }
        var sum = 1L;
        for (var child : children(node)) {
            sum = Math.min(Integer.MAX_VALUE, sum + values(child, known));
        }
        known.put(node, sum);
        return sum;
    }

    private static List<Node> children(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .flatMap(pair -> Stream.of(pair.getKeyNode(), pair.getValueNode()))
                    .toList();
        }
        return List.of();
    }
}
