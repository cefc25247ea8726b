package norn.probe;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking once.
 *
 * @param passed whether it was as expected
 * @param text one line for people
 * @param values what was measured
 * @param retryAfter how long to wait before asking again, where the other side said so; null: it did not
 */
public record ProbeResult(
        boolean passed,
        String text,
        Map<String, Object> values,
        @Nullable Duration retryAfter) {
    /** As expected. */
    public static ProbeResult passed(String text, Map<String, Object> values) {
        return new ProbeResult(true, text, values, null);
    }

    /** Not as expected. */
    public static ProbeResult failed(String text) {
        return new ProbeResult(false, text, Map.of(), null);
    }
}
