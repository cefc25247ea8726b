package norn.probe;

import java.time.Duration;
import java.util.Map;
import norn.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a probe came to.
 *
 * @param passed whether it was as expected
 * @param text one line for people
 * @param values what was measured
 * @param retryAfter how long to wait before the next run, where the other side said so; null: it did not
 * @param remedy what people do about it, where another run alone helps nothing; null: they see to what was asked, and RETRY
 */
public record ProbeResult(
        boolean passed,
        String text,
        Map<String, Object> values,
        @Nullable Duration retryAfter,
        @Nullable String remedy) {
    /** So much of what an installation answers is shown. */
    static final int MAX_CHARACTERS = Limits.SHOWN_CHARACTERS;

    /** As expected. */
    public static ProbeResult passed(String text, Map<String, Object> values) {
        return new ProbeResult(true, text, values, null, null);
    }

    /** Not as expected. */
    public static ProbeResult failed(String text) {
        return failed(text, Map.of());
    }

    /** Not as expected, with what was measured. */
    public static ProbeResult failed(String text, Map<String, Object> values) {
        return new ProbeResult(false, text, values, null, null);
    }

    /** The same, with how long the other side asks to be left alone; null: it does not. */
    ProbeResult retryAfter(@Nullable Duration wait) {
        return new ProbeResult(passed, text, values, wait, remedy);
    }

    /** The same, with these values. */
    ProbeResult with(Map<String, Object> others) {
        return new ProbeResult(passed, text, others, retryAfter, remedy);
    }

    /** The same, with what people do about it, since another run alone helps nothing. */
    ProbeResult remedy(String what) {
        return new ProbeResult(passed, text, values, retryAfter, what);
    }
}
