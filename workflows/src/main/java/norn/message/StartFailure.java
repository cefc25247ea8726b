package norn.message;

import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** How a run ends that was started with something wrong: at once, and not tried again. */
public final class StartFailure {
    private StartFailure() {}

    public static ApplicationFailure invalid(@Nullable String reason) {
        return of(String.valueOf(reason), "InvalidStart");
    }

    /** The failure with a message for people, of that type. */
    public static ApplicationFailure of(@Nullable String reason, String type, Object... details) {
        var failure = ApplicationFailure.newNonRetryableFailure(reason, type, details);
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }
}
