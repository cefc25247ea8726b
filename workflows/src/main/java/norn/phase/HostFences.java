package norn.phase;

import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import norn.lock.Fencing;
import norn.plan.Plan;
import norn.run.FenceGrant;

/** The hosts that have not raised the fence of this phase, since they could not: each does before its next act. */
final class HostFences {
    private final Plan plan;
    private final String holder;
    private final LongConsumer raised;
    private final List<String> unfenced = new ArrayList<>();
    /** Actions that begin together on one host wait for one fence. */
    private final Map<String, Promise<FenceGrant>> raising = new LinkedHashMap<>();

    private long fence;

    /** {@code raised} takes the phase's number where a host makes it higher. */
    HostFences(Plan plan, String holder, long fence, List<String> unfenced, LongConsumer raised) {
        this.plan = plan;
        this.holder = holder;
        this.fence = fence;
        this.unfenced.addAll(unfenced);
        this.raised = raised;
    }

    /** The phase has taken the fence anew. */
    void reset(FenceGrant grant) {
        fence = grant.fence();
        unfenced.clear();
        unfenced.addAll(grant.unfencedHosts());
    }

    boolean isRaised(String host) {
        return !unfenced.contains(host);
    }

    /** Raises it there, one try. */
    Promise<FenceGrant> raise(String host) {
        var known = raising.get(host);
        if (known != null) {
            return known;
        }
        var begun = Fencing.raise(plan, holder, host, fence);
        raising.put(host, begun);
        return begun.handle((grant, failure) -> {
            raising.remove(host);
            if (failure != null) {
                throw failure;
            }
            unfenced.remove(host);
            if (grant.fence() > fence) {
                fence = grant.fence();
                raised.accept(fence);
            }
            return grant;
        });
    }
}
