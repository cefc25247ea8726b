package norn.retention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import norn.action.Attempt;
import norn.action.Targets;
import norn.plan.Order;
import norn.retention.RetainedItem.RetainedKind;
import norn.sessions.GoLiveRecord;
import norn.state.Evidence;

/** Removes what is older than the environment retains, once the deployment that gives the order has taken its place. */
final class ExpireRetained {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var section = attempt.host().section(RetentionSettings.class);
        if (section.isEmpty()) {
            return attempt.evidence().notNeeded("the environment does not say how long anything is retained");
        }
        if (!isProven(order, attempt)) {
            return attempt.evidence()
                    .notNeeded("%s has not gone live here, or was rolled back: nothing newer is proven"
                            .formatted(order.deployment()));
        }
        var items = new RetainedItems(order, attempt);
        items.removeRests();
        var expired = expired(items.all(), section.get(), attempt);
        for (var item : expired) {
            items.remove(item);
        }
        var names = expired.stream().map(RetainedItem::fullName).toList();
        attempt.evidence()
                .value("removed", names)
                .value(
                        "bytes",
                        expired.stream().mapToLong(RetainedItem::sizeBytes).sum());
        return expired.isEmpty()
                ? attempt.evidence().alreadySo("nothing is older than the environment retains")
                : attempt.evidence().done("removed: " + String.join(", ", names));
    }

    /** It is in effect, and users were let in. */
    private static boolean isProven(Order order, Attempt attempt) {
        var targets = new Targets(attempt.host().records());
        return targets.inEffect()
                        .filter(target -> target.deployment().equals(order.deployment()))
                        .isPresent()
                && !targets.isRolledBack(order.deployment())
                && GoLiveRecord.since(attempt, order.deployment()).isPresent();
    }

    private static List<RetainedItem> expired(List<RetainedItem> all, RetentionSettings settings, Attempt attempt) {
        var now = attempt.clock().instant();
        var expired = new ArrayList<RetainedItem>();
        var active = all.stream()
                .filter(item -> item.kind() == RetainedKind.RELEASE && item.isNeeded())
                .map(RetainedItem::since)
                .filter(since -> since != null)
                .max(Comparator.naturalOrder());
        // What was checked out after the active release may be the next deployment's.
        active.ifPresent(newest -> all.stream()
                .filter(item -> item.kind() == RetainedKind.RELEASE && !item.isNeeded() && item.isBefore(newest))
                .sorted(Comparator.comparing(RetainedItem::since, Comparator.nullsFirst(Comparator.reverseOrder())))
                .skip(settings.releases())
                .forEach(expired::add));
        for (var item : all) {
            var period = item.kind() == RetainedKind.DUMP || item.kind() == RetainedKind.BACKUP
                    ? settings.dumps()
                    : settings.databases();
            if (item.kind() != RetainedKind.RELEASE && !item.isNeeded() && item.isBefore(now.minus(period))) {
                expired.add(item);
            }
        }
        return expired;
    }
}
