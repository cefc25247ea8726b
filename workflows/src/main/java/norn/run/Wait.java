package norn.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits of bounded length, each of whose timers says in the UI's timeline what it is for. */
public final class Wait {
    private Wait() {}

    /** Until the condition holds, but no longer than {@code timeout}; false where it was that long. */
    @CanIgnoreReturnValue
    public static boolean until(Supplier<Boolean> condition, Duration timeout, String why) {
        var timer = timer(timeout, why);
        Workflow.await(() -> timer.isCompleted() || condition.get());
        return !timer.isCompleted();
    }

    /** The whole time. */
    public static void during(Duration time, String why) {
        timer(time, why).get();
    }

    /** Completes once the time is over. */
    public static Promise<Void> timer(Duration time, String why) {
        return Workflow.newTimer(time, TimerOptions.newBuilder().setSummary(why).build());
    }
}
