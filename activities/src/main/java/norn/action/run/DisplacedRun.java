package norn.action.run;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.action.Targets;
import norn.plan.Order;
import norn.sessions.GoLiveRecord;

/**
 * A run whose place another has taken on this host without its knowledge, such as one of a server that was given up and comes back after
 * a rollback without it. It may change nothing more, nor watch, check or announce what is not its own any more: of all its orders, those
 * that tell people of it are taken alone.
 */
final class DisplacedRun {
    private static final String REMEDY =
            "Terminate this run (Temporal UI, or temporal workflow terminate): whatever it still did would be done to"
                    + " another's work.";

    private final Order order;
    private final Path records;
    private final Fence fence;
    private final Targets targets;

    private DisplacedRun(Order order, Path records) {
        this.order = order;
        this.records = records;
        fence = new Fence(records);
        targets = new Targets(records);
    }

    /**
     * Refuses the order of such a run.
     *
     * @throws ActionFailed {@code StaleFence} if another has the environment, or took back what the run did
     */
    static void refuse(Action action, Order order, Path records) {
        var run = new DisplacedRun(order, records);
        if (action.changesEnvironment()) {
            run.fence.check(order.fence());
        } else if (!action.notifiesPeople()) {
            run.displaced().ifPresent(reason -> {
                throw new ActionFailed("StaleFence", reason, REMEDY, false);
            });
        }
    }

    /** How it lost its place; empty where it has not, or nobody can say: records that cannot be read end no watch. */
    private Optional<String> displaced() {
        try {
            if (order.fence() == 0) {
                return isWatching() ? takenBack().or(this::superseded) : Optional.empty();
            }
            if (order.fence() >= fence.highest()) {
                return Optional.empty();
            }
            // The fence of a proven rollback may be old: what is left to do after it needs none.
            return order.context().rollback() == null ? overtaken() : takenBack();
        } catch (ActionFailed | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether it holds nothing since it is live. */
    private boolean isWatching() {
        return order.context().goLiveAt() != null && order.context().rollback() == null;
    }

    private Optional<String> takenBack() {
        return targets.takenBackByAnother(order.deployment())
                .map(by -> "what %s did was taken back by %s, of which this run knows nothing"
                        .formatted(order.deployment(), by));
    }

    private Optional<String> superseded() {
        return GoLiveRecord.after(records, order.deployment())
                .map(later -> "%s let users in after %s, of which this run knows nothing"
                        .formatted(later, order.deployment()));
    }

    /** By another holder, once it had begun to change something; before that it may withdraw what it announced. */
    private Optional<String> overtaken() {
        var holder = fence.holder().filter(other -> !other.equals(order.deployment()));
        return holder.isPresent() && targets.hasBegunChange(order.deployment())
                ? Optional.of("this order has fence %d, and the environment was taken with fence %d since, by %s"
                        .formatted(order.fence(), fence.highest(), holder.get()))
                : Optional.empty();
    }
}
