package norn.fingerprint;

import java.util.Objects;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Target;
import norn.database.Database;
import norn.plan.Order;
import norn.sessions.GoLiveRecord;

/**
 * An earlier D-Day, by its target, that began to change the environment and was terminated. To record the environment as it left
 * it would lose the way back to what served before.
 */
final class UnfinishedDeployment {
    private UnfinishedDeployment() {}

    /**
     * Checks that none of that day's changes remain, unless it let users in.
     *
     * @throws ActionFailed {@code UnfinishedDeployment} if some remain
     */
    static void refuse(Target earlier, Fingerprint now, Order order, Attempt attempt) {
        if (!changesRemain(earlier, now, order, attempt)
                || GoLiveRecord.isLive(attempt.host().records(), earlier.deployment())) {
            return;
        }
        throw new ActionFailed(
                "UnfinishedDeployment",
                "%s began to change this environment, and neither let users in nor rolled back: what served before it (%s) would be lost as what a rollback goes back to"
                        .formatted(earlier.deployment(), earlier.release()),
                "End this deployment (ROLL_BACK: it has changed nothing), roll back (norn rollback %s), and deploy again. If the environment is as it should be, move %s away, and RETRY."
                        .formatted(
                                order.environment(), Target.file(attempt.host().records())),
                false);
    }

    private static boolean changesRemain(Target earlier, Fingerprint now, Order order, Attempt attempt) {
        if (!Objects.equals(earlier.release(), now.release())) {
            return true;
        }
        var database = attempt.host().section(Database.class);
        if (database.isEmpty()) {
            return false;
        }
        var databases = database.get().survey(order, attempt, earlier);
        return databases.swapped() || databases.begun();
    }
}
