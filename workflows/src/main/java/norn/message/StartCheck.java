package norn.message;

import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.RawValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Checks the start input of a run before the run is started. */
public final class StartCheck {
    private StartCheck() {}

    /** What is wrong with the start of a deployment; empty where nothing is. */
    public static Optional<String> deployment(Map<String, Object> input, Instant now) {
        return problems(() -> StartReader.deployment(raw(input), null, now));
    }

    /** What is wrong with the start of a rollback; empty where nothing is. */
    public static Optional<String> rollback(Map<String, Object> input) {
        return problems(() -> StartReader.rollback(raw(input), null));
    }

    private static Optional<String> problems(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (UnreadableInput unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    private static RawValue raw(Map<String, Object> input) {
        return new RawValue(
                DefaultDataConverter.STANDARD_INSTANCE.toPayload(input).orElseThrow());
    }
}
