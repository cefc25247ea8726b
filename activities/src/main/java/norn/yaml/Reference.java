package norn.yaml;

import java.util.List;

/**
 * A name in a file, and the mapping that must have an entry of this name.
 *
 * @param to the mapping's path
 */
public record Reference(YamlNode node, String to) {
    /** Notes a problem where that part of the file has no such entry. */
    public void check(YamlNode root) {
        var place = root;
        for (var name : List.of(to.split("\\.", -1))) {
            var next = place.isMapping() ? place.field(name) : null;
            if (next == null) {
                node.problem("names %s, and there is no section %s".formatted(node.kind(), to));
                return;
            }
            place = next;
        }
        if (place.isMapping() && place.field(node.text()) == null) {
            var names = place.fields().keySet();
            node.problem("%s is no entry of %s".formatted(node.kind(), to))
                    .known(names)
                    .meant(node.text(), names);
        }
    }
}
