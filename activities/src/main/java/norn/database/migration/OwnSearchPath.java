package norn.database.migration;

import java.sql.SQLException;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.Server;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Lets each migration find and make unqualified names where the release does: Flyway puts the schema of its table first. */
final class OwnSearchPath implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            Server.restoreSearchPath(context.getConnection());
        } catch (SQLException failed) {
            throw DatabaseFailure.of("setting the search path", failed);
        }
    }

    @Override
    public String getCallbackName() {
        return "search path";
    }
}
