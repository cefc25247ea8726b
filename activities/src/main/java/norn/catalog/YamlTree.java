package norn.catalog;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Whether a tree is one: aliases can make a node its own descendant. */
final class YamlTree {
    private final Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> cleared = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlTree() {}

    static boolean isRecursive(Node root) {
        return new YamlTree().leadsBack(root);
    }

    private boolean leadsBack(Node node) {
        if (cleared.contains(node)) return false;
        if (!above.add(node)) return true;
        for (var child : children(node)) if (leadsBack(child)) return true;
        above.remove(node);
        cleared.add(node);
        return false;
    }

    private static List<Node> children(Node node) {
        if (node instanceof SequenceNode sequence) return sequence.getValue();
        if (node instanceof MappingNode mapping)
            return mapping.getValue().stream()
                    .flatMap(pair -> Stream.of(pair.getKeyNode(), pair.getValueNode()))
                    .toList();
        return List.of();
    }
}
