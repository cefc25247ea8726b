package norn.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /** What the items of a built-in runbook's checklist say, by id, in their order; empty where it has none. */
    public static Map<String, String> builtInTexts(String runbook) {
        try (var stream = ChecklistItems.class.getResourceAsStream("checklists/%s.tsv".formatted(runbook))) {
            return stream == null
                    ? Collections.emptyMap()
                    : parse(runbook, new String(stream.readAllBytes(), StandardCharsets.UTF_8), new Problems())
                            .texts();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The items' ids. */
    public Collection<String> ids() {
        return texts.keySet();
    }
}
