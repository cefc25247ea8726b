package norn.run;

/**
 * What a new holder of an environment finds on its hosts.
 *
 * @param fence the number noted for it: orders with a lower one are refused from now on
 * @param changed whether an earlier run of the same deployment, reset since, may have changed the environment
 */
public record FenceGrant(long fence, boolean changed) {
    /** None is held. */
    public static FenceGrant none() {
        return new FenceGrant(0, false);
    }
}
