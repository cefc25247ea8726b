package norn.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.runbook.Runbook;
import org.jspecify.annotations.Nullable;

/**
 * A valid runbook, and where its parts are written.
 *
 * @param thresholds limits by name; an environment's policy may set others
 * @param checklist the items that it must cover; null: none
 * @param places the place of each step and criterion in its file, by id, for problems that show later
 */
public record LoadedRunbook(
        Runbook runbook,
        Map<String, Double> thresholds,
        @Nullable ChecklistItems checklist,
        Map<String, String> places) {
    public LoadedRunbook {
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    /** File, line and column of that step or criterion. */
    public String where(String id) {
        return places.getOrDefault(id, runbook.name());
    }
}
