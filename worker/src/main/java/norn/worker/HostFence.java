package norn.worker;

import java.time.Clock;
import java.time.Duration;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.action.run.ActionRunner;
import norn.environment.Host;
import norn.run.FenceGrant;

/** Takes an environment for a new holder, on this host. */
public final class HostFence {
    /** How long a holder before may take to notice that it is one no more; later tries go on waiting. */
    private static final Duration ENDING_TIMEOUT = Duration.ofSeconds(10);

    private HostFence() {}

    /**
     * Raises the fence for it, and waits until no earlier holder's action runs any more.
     *
     * @param atLeast the number that it has on another host of the same environment; 0: none yet
     * @throws ActionFailed {@code StillActing} where one does not end
     */
    public static FenceGrant take(Host host, String holder, long atLeast) {
        var records = host.records();
        var fence = new Fence(records);
        // Two hosts of an environment may be one machine with the same records.
        var isTaken = atLeast == fence.highest()
                && fence.holder().filter(holder::equals).isPresent();
        var number = isTaken || atLeast > fence.highest() ? fence.raise(atLeast, holder) : fence.acquire(holder);
        new ActionRunner(host, Clock.systemUTC()).requireNobodyActing(ENDING_TIMEOUT);
        return FenceGrant.everywhere(number, StartRecord.hasRecordedTarget(records, holder));
    }
}
