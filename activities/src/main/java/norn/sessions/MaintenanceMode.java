package norn.sessions;

import java.io.UncheckedIOException;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;
import norn.state.Finding;

/** Keeps users out and lets testers in. Disabled again, what it changed is as it was before. */
final class MaintenanceMode {
    private final Attempt attempt;
    private final MaintenanceSettings settings;

    MaintenanceMode(Attempt attempt) {
        this.attempt = attempt;
        this.settings = attempt.settings(SessionsSettings.class).maintenance();
    }

    Evidence enable() throws InterruptedException {
        return set(true, "maintenance mode is on");
    }

    /** A rollback lets users in also where that cannot be recorded, such as on a full disk. */
    Evidence disable(Order order) throws InterruptedException {
        attempt.checkFence();
        try {
            GoLiveRecord.save(attempt, order.deployment());
        } catch (UncheckedIOException full) {
            if (order.context().rollback() == null) {
                throw full;
            }
            attempt.evidence().value("notRecorded", String.valueOf(full.getMessage()));
        }
        return set(false, "maintenance mode is off");
    }

    /** Whether it is on. @throws ActionFailed {@code MaintenanceModeUnknown} where that cannot be said */
    boolean isEnabled() {
        var state = settings.state();
        if (state == Finding.UNKNOWN) {
            throw new ActionFailed(
                    "MaintenanceModeUnknown",
                    "whether maintenance mode is on is unknown: host.sessions.maintenance.status does not say so",
                    "Expected of status: exit code 0 where users are shut out, 1 where they are let in. Fix it, then"
                            + " RETRY.",
                    true);
        }
        return state == Finding.YES;
    }

    private Evidence set(boolean enabled, String summary) throws InterruptedException {
        var changed = settings.set(enabled, attempt);
        attempt.evidence().value("maintenanceMode", enabled);
        return changed ? attempt.evidence().done(summary) : attempt.evidence().alreadySo(summary);
    }
}
