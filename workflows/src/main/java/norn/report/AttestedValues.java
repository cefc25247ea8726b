package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a person attested with more than a yes.
 *
 * @param link an address that people can open; null: none was given
 */
public record AttestedValues(
        Instant at,
        String step,
        String by,
        Map<String, Object> values,
        @Nullable String note,
        @Nullable String link) {
    public AttestedValues {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static List<AttestedValues> of(ReportInput input) {
        var all = new ArrayList<AttestedValues>();
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.Completed event
                    && !(event.values().isEmpty() && event.note() == null && event.evidence() == null)) {
                all.add(new AttestedValues(
                        entry.at(), event.step(), event.by(), event.values(), event.note(), event.evidence()));
            }
        }
        return all;
    }
}
