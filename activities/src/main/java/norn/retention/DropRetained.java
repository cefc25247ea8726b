package norn.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.files.LenientJson;
import norn.plan.Order;
import norn.state.Evidence;

/** Removes what a person names: all of it is checked first. What is not there any more, of those names, is removed already. */
final class DropRetained {
    /** A person's word, for the record. */
    record Dropped(String by, String at, List<String> names) {}

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var names = options.texts("names");
        var items = new RetainedItems(order, attempt);
        var known = items.all().stream().collect(Collectors.toMap(RetainedItem::fullName, Function.identity()));
        var dropped = new ArrayList<RetainedItem>();
        for (var name : names) {
            var item = known.get(name);
            if (item == null) {
                throw new ActionFailed(
                        "NotRetained",
                        name + ": nothing of that name is retained by Norn here",
                        "norn kept list shows what is.",
                        false);
            }
            if (item.isNeeded()) {
                throw new ActionFailed(
                        "StillNeeded",
                        "%s is needed: %s".formatted(name, item.neededFor()),
                        "It can be removed once a newer deployment has taken its place.",
                        false);
            }
            dropped.add(item);
        }
        var at = attempt.clock().instant();
        LenientJson.write(
                attempt.stepFolder().resolve(at.toEpochMilli() + ".json"),
                new Dropped(options.text("by").orElse("nobody"), at.toString(), names));
        items.removeRests();
        for (var item : dropped) {
            items.remove(item);
        }
        return attempt.evidence()
                .value("removed", names)
                .value(
                        "bytes",
                        dropped.stream().mapToLong(RetainedItem::sizeBytes).sum())
                .done("removed: " + String.join(", ", names));
    }
}
