package norn.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows when it orders an action, beyond the plan: every order carries it, and an action reads what it needs.
 *
 * @param t0 T-0, the planned start of the downtime; null while it is not known
 * @param goLiveAt when users were let in; null before, and where the run does not know
 * @param rollback what is rolled back; null outside a rollback
 */
public record OrderContext(
        @Nullable Instant t0,
        @Nullable Instant goLiveAt,
        @Nullable RollbackScope rollback) {
    private static final OrderContext NONE = new OrderContext(null, null, null);

    /** The context of an order that no run gives. */
    public static OrderContext none() {
        return NONE;
    }

    /** The same, for a rollback. */
    public OrderContext with(RollbackScope scope) {
        return new OrderContext(t0, goLiveAt, scope);
    }

    /** What is rolled back; where the order does not say, what a person's order means that names no mode. */
    public RollbackScope rollbackOrDefault() {
        return rollback == null ? RollbackScope.orderedByPerson() : rollback;
    }
}
