package norn.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new holder of an environment finds on its hosts.
 *
 * @param fence the number noted for it: orders with a lower one are refused from now on
 * @param changed whether an earlier run of the same deployment, reset since, may have changed the environment
 * @param unfenced the hosts that could not note it yet, by name, the run's own by its task queue; null: there is none
 */
public record FenceGrant(
        long fence,
        boolean changed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unfenced) {
    public FenceGrant {
        unfenced = unfenced == null || unfenced.isEmpty() ? null : List.copyOf(unfenced);
    }

    /** It is noted on every host. */
    public static FenceGrant everywhere(long fence, boolean changed) {
        return new FenceGrant(fence, changed, null);
    }

    /** None is held. */
    public static FenceGrant none() {
        return everywhere(0, false);
    }

    /** The hosts that could not note it yet. */
    public List<String> unfencedHosts() {
        return unfenced == null ? List.of() : unfenced;
    }
}
