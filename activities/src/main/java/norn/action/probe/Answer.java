package norn.action.probe;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking once.
 *
 * @param right whether it was as expected
 * @param text one line for people
 * @param values what was measured
 * @param notBefore how long to wait before asking again, where the other side said so; null: it did not
 */
public record Answer(
        boolean right,
        String text,
        Map<String, Object> values,
        @Nullable Duration notBefore) {
    /** As expected. */
    public static Answer right(String text, Map<String, Object> values) {
        return new Answer(true, text, values, null);
    }

    /** Not as expected. */
    public static Answer wrong(String text) {
        return new Answer(false, text, Map.of(), null);
    }
}
