package norn.database.store;

import java.nio.file.Path;
import norn.action.Attempt;
import norn.database.postgres.DatabaseNames;
import norn.environment.Host;
import norn.files.RecordFolders;
import norn.plan.Order;

/**
 * A store that an action acts on.
 *
 * @param name as the file calls it
 */
record StoreRun(String name, Order order, Attempt attempt) {
    Host host() {
        return attempt.host();
    }

    /** The deployment's id as part of a database's name. */
    String id() {
        return DatabaseNames.id(order.deployment());
    }

    /** A file of what is recorded of the store for that deployment. */
    Path record(String deployment, String ending) {
        return RecordFolders.deployment(host().records(), deployment)
                .resolve("stores")
                .resolve(name + ending);
    }
}
