package norn.deployment;

import java.time.Instant;
import norn.engine.Command;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.Clock;
import norn.run.InspectRun;
import norn.run.Limits;
import norn.run.RetryInterval;
import norn.state.LostLock;
import org.jspecify.annotations.Nullable;

/** The pages of one run while another has the lock that it needs: at once, and then ever more seldom. */
final class LockPages {
    /** Pages of one run differ in their numbers; those of its phases start at 1. */
    private static final int FIRST_NUMBER = 1_000;

    private int number = FIRST_NUMBER;
    private Instant nextAt = Instant.EPOCH;
    private @Nullable RetryInterval intervals;

    /** A wait begins: its first page is due. */
    void begin() {
        nextAt = Clock.now();
        intervals = new RetryInterval(Limits.LOCK_PAGE_INTERVAL);
    }

    /** Pages that a rollback waits, for that reason. */
    void rollbackWaits(Plan plan, String reason, InspectRun.RunInspection holder) {
        send(
                plan,
                "A rollback of %s waits (%s): %s holds the environment."
                        .formatted(plan.environment(), reason, holder.holderText()));
    }

    /** Pages that somebody ended the lock, and another has it. */
    void lockIsLost(Plan plan, InspectRun.RunInspection holder) {
        if (plan.rules().pagesWhileLockIsLost()) {
            send(
                    plan,
                    "%s: somebody ended the lock of %s, and now %s holds it. Nothing is started meanwhile. End that run to go on here; else send NO_GO, or rollBack."
                            .formatted(plan.environment(), plan.release(), holder.holderText()));
        }
    }

    /** Pages that another has, or had, the lock, and that people are asked whether the run goes on. */
    void lockIsTaken(Plan plan, String holder, boolean isBack) {
        send(
                plan,
                "%s: somebody ended the lock of %s, and %s. Nothing is started meanwhile. See what that run has changed%s, and answer %s: RETRY to go on here, or ROLL_BACK."
                        .formatted(
                                plan.environment(),
                                plan.release(),
                                isBack
                                        ? "%s had it for a while; it is held here again".formatted(holder)
                                        : "now %s holds it".formatted(holder),
                                isBack ? "" : ", end it or wait for its end",
                                LostLock.ID));
    }

    private void send(Plan plan, String text) {
        if (intervals == null || Clock.now().isBefore(nextAt)) {
            return;
        }
        ActivityCalls.whileWaiting(plan).page(new Command.Page("lock", text), number++);
        nextAt = nextAt.plus(intervals.next());
    }
}
