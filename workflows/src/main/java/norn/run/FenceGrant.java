package norn.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a new holder of an environment finds on its hosts.
 *
 * @param fence the number noted for it: orders with a lower one are refused from now on
 * @param changed whether a run of this very deployment may have changed the world before, and was reset since
 */
public record FenceGrant(long fence, boolean changed) {
    @JsonCreator
    public FenceGrant(@JsonProperty("fence") long fence, @JsonProperty("changed") boolean changed) {
        this.fence = fence;
        this.changed = changed;
    }

    /** Histories from before {@code changed} was known hold the bare number. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FenceGrant ofNumber(long fence) {
        return new FenceGrant(fence, false);
    }
}
