package norn.worker;

import io.temporal.failure.ApplicationFailure;
import java.util.List;
import norn.action.ActionFailed;
import norn.plan.Problem;
import norn.plan.ShortText;
import norn.yaml.InvalidConfiguration;

/** The one place where a failure becomes Temporal's: its type is the name of our error, its details are the remedy. It has no cause: that
 * stays on the host. */
final class FailureConverter {
    /** Histories and messages between runs carry it. */
    private static final int MAX_CHARACTERS = 2_000;

    private FailureConverter() {}

    static ApplicationFailure of(ActionFailed failed) {
        var message = ShortText.of(String.valueOf(failed.getMessage()), MAX_CHARACTERS);
        var details = failed.remedy() == null ? new Object[0] : new Object[] {failed.remedy()};
        return plain(
                failed.retryable()
                        ? ApplicationFailure.newFailure(message, failed.error(), details)
                        : ApplicationFailure.newNonRetryableFailure(message, failed.error(), details));
    }

    /** A plan that cannot be made: every problem, one a line. */
    static ApplicationFailure of(InvalidConfiguration invalid) {
        return plain(ApplicationFailure.newNonRetryableFailure(text(invalid.problems()), "InvalidPlan"));
    }

    static ApplicationFailure nonRetryable(String error, String message) {
        return plain(ApplicationFailure.newNonRetryableFailure(message, error));
    }

    private static String text(List<Problem> problems) {
        return String.join("\n", problems.stream().map(Problem::text).toList());
    }

    /** Without a stack trace, since people read it in the UI. */
    private static ApplicationFailure plain(ApplicationFailure failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }
}
