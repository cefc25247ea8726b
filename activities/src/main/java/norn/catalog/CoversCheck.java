package norn.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Each checklist item that is covered must exist, and be covered in one place: steps of one section, a criterion, or a field. */
final class CoversCheck {
    private final YamlNode root;
    private final RunbookDraft draft;
    private final @Nullable ChecklistItems items;
    private final Map<String, String> coveredBy = new LinkedHashMap<>();

    CoversCheck(YamlNode root, RunbookDraft draft, @Nullable ChecklistItems items) {
        this.root = root;
        this.draft = draft;
        this.items = items;
    }

    void check() {
        for (var step : draft.steps()) {
            covers(step.node(), "the section %s of %s".formatted(step.section(), step.phase()), "");
        }
        for (var list : List.of("rollbackWhen", "successWhen", "produced")) {
            var nodes = root.field(list);
            if (nodes == null) {
                continue;
            }
            for (var node : nodes.items()) {
                var id = node.field(list.equals("produced") ? "field" : "id");
                if (id != null) {
                    covers(node, list, " " + id.text());
                }
            }
        }
    }

    private void covers(YamlNode node, String place, String id) {
        var covers = node.field("covers");
        if (covers == null) {
            return;
        }
        for (var item : covers.itemsOrOne()) {
            if (!item.isScalar() || item.isNothing()) {
                continue;
            }
            var name = item.text();
            if (items == null) {
                item.problem("no checklist is named")
                        .remedy("Say checklist: NAME in the runbook's file, or cover nothing.");
                return;
            }
            if (!items.ids().contains(name)) {
                item.problem("unknown checklist item '%s'".formatted(name)).meant(name, items.ids());
            }
            var earlier = coveredBy.putIfAbsent(name, place + id);
            if (earlier != null && !earlier.equals(place + id)) {
                item.problem("%s is covered already by %s".formatted(name, earlier))
                        .remedy("Cover an item in one place only, so that it is clear what proves it.");
            }
        }
    }
}
