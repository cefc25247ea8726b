package norn.database.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.NamedAction;
import norn.action.Options;
import norn.plan.Order;
import norn.state.Evidence;

/** An action on each store in turn. Where the environment names none, nothing is to be done. */
interface StoreAction {
    /** The option that says of when a backup is. */
    String OF = "of";

    /** What came of one store. */
    record Result(boolean done, String summary, Map<String, Object> values) {}

    /** Acts on that store. */
    Result run(Store store, StoreRun run) throws InterruptedException;

    /** As what an action does: one store after the other, and the first that fails ends it. */
    static NamedAction.Handler onEach(StoreAction action) {
        return (order, attempt) -> run(action, order, attempt);
    }

    private static Evidence run(StoreAction action, Order order, Attempt attempt) throws InterruptedException {
        var stores = StoreSettings.of(attempt.host());
        if (stores.isEmpty()) {
            return attempt.evidence().notNeeded("the environment names no stores beside the database");
        }
        var results = new ArrayList<Result>();
        for (var store : stores.entrySet()) {
            results.add(action.run(store.getValue(), new StoreRun(store.getKey(), order, attempt)));
        }
        var summary = String.join("; ", results.stream().map(Result::summary).toList());
        attempt.evidence().value("stores", results.stream().map(Result::values).toList());
        return results.stream().anyMatch(Result::done)
                ? attempt.evidence().done(summary)
                : attempt.evidence().alreadySo(summary);
    }

    /** Of when the backup is that the order means: {@code live} unless it says {@code closed}. */
    static String of(Order order) {
        var of = Options.of(order).text(OF).orElse("live");
        if (!List.of("live", "closed").contains(of)) {
            throw new ActionFailed("WrongOptions", "of: " + of, "Expected: live or closed.", false);
        }
        return of;
    }
}
