package norn.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.yaml.Problems;

/** The items of a checklist that a runbook must cover, by id, in their order: {@code DAY-DB-2}. */
public record ChecklistItems(String name, Map<String, String> texts) {
    public ChecklistItems {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** Reads lines of an id, a tab and a text; a doubled or nameless item is a problem. */
    public static ChecklistItems parse(String name, String lines, Problems problems) {
        var texts = new LinkedHashMap<String, String>();
        var number = 0;
        for (var line : lines.split("\\R", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            var parts = line.split("\t", 2);
            var where = "%s.tsv:%d".formatted(name, number);
            if (parts.length < 2 || parts[0].isBlank()) {
                problems.add(where, "is not a checklist item").expected("an id, a tab, and what it says");
            } else if (texts.putIfAbsent(parts[0].strip(), parts[1].strip()) != null) {
                problems.add(where, "%s is there twice".formatted(parts[0]));
            }
        }
        return new ChecklistItems(name, texts);
    }

    /** The items' ids. */
    public Collection<String> ids() {
        return texts.keySet();
    }
}
