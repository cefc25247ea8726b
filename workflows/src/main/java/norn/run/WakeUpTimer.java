package norn.run;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/** One timer at a time, replaced only by an earlier one, since each costs events. */
public final class WakeUpTimer {
    private final Runnable onWakeUp;
    private @Nullable Instant at;
    private @Nullable CancellationScope scope;

    public WakeUpTimer(Runnable onWakeUp) {
        this.onWakeUp = onWakeUp;
    }

    /** Wakes up at that time at the latest. */
    public void set(Instant time, String why) {
        if (at != null && !time.isBefore(at)) {
            return;
        }
        stop();
        var wait = Duration.between(Clock.now(), time);
        var options =
                TimerOptions.newBuilder().setSummary(ShortText.quoted(why, 200)).build();
        var timer = Workflow.newCancellationScope(() -> Workflow.newTimer(
                        wait.isNegative() || wait.isZero() ? Duration.ofMillis(1) : wait, options)
                .handle((elapsed, cancelled) -> {
                    if (cancelled == null) {
                        over(time);
                    }
                    return null; // a cancelled promise that nobody reads is logged with its stack
                }));
        at = time;
        scope = timer;
        timer.run();
    }

    private void over(Instant time) {
        if (time.equals(at)) {
            at = null;
        }
        onWakeUp.run();
    }

    /** Wakes up no more. */
    public void stop() {
        if (at != null && scope != null) {
            scope.cancel();
        }
        at = null;
        scope = null;
    }
}
