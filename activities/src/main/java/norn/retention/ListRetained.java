package norn.retention;

import norn.action.Attempt;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Lists what is retained, and what of it is needed. */
final class ListRetained {
    Evidence run(Order order, Attempt attempt) {
        var all = new RetainedItems(order, attempt).all();
        return attempt.evidence()
                .value("items", all.stream().map(RetainedItem::fields).toList())
                .done("%s retained, %s needed"
                        .formatted(
                                Count.of(all.size(), "item"),
                                all.stream().filter(RetainedItem::isNeeded).count()));
    }
}
