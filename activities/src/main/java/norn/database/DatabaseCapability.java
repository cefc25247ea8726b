package norn.database;

import static norn.action.NamedAction.changing;
import static norn.action.NamedAction.harmless;

import java.sql.SQLException;
import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Attempt;
import norn.action.Capability;
import norn.action.NamedAction;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.DatabaseSettings;
import norn.plan.Order;
import norn.state.Evidence;

/** The PostgreSQL database. */
public final class DatabaseCapability implements Capability<DatabaseSettings> {
    private static final Option OF =
            Option.optional("of", Type.TEXT, "live (the default), or original: the one that swap-database retains");

    @Override
    public String section() {
        return "database";
    }

    @Override
    public Class<DatabaseSettings> settings() {
        return DatabaseSettings.class;
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                        "check-database",
                        "Checks that server, roles, extensions, space, tools and migrations are ready for what is planned.",
                        handler(new CheckDatabase()::run),
                        Option.optional("migrations", Type.FLAG, "the release must be checked out already")),
                harmless(
                        "back-up",
                        "Dumps the database with its SHA-256, and verifies the dump by restoring and comparing it.",
                        handler(new BackUpDatabase()::run),
                        OF,
                        Option.optional("verify", Type.FLAG, "false: the dump is not verified now")),
                harmless(
                        "verify-backup",
                        "Reads this deployment's newest dump back, restores it and compares schema, rows and contents.",
                        handler(new VerifyBackup()::run),
                        OF),
                changing(
                        "copy-database",
                        "Closes the database that serves, and copies it; the original is never written again.",
                        handler(new CopyDatabase()::run)),
                changing(
                        "migrate-database",
                        "Applies the release's migrations to the copy; a copy whose migration failed is dropped.",
                        handler(new MigrateDatabase()::run)),
                harmless(
                        "verify-migrations",
                        "Checks that every migration is applied and whose the objects are, and runs the settings' queries.",
                        handler(new VerifyMigrations()::run)),
                changing(
                        "swap-database",
                        "Puts the migrated copy into service by two renames; the original is retained, closed.",
                        handler(new SwapDatabase()::run)),
                changing(
                        "restore-database",
                        "Puts the retained original into service again by two renames; what was live is retained.",
                        handler(new RestoreDatabase()::run)),
                harmless(
                        "optimise-database",
                        "Vacuums and analyses the database that serves.",
                        handler(new OptimiseDatabase()::run)),
                harmless(
                        "check-integrity",
                        "Reads every row and checks what must hold; its measure is dataProblems.",
                        handler(new CheckIntegrity()::run)));
    }

    private interface DatabaseHandler {
        Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException;
    }

    private static NamedAction.Handler handler(DatabaseHandler handler) {
        return (order, attempt) -> {
            try {
                return handler.run(order, attempt);
            } catch (SQLException failed) {
                throw DatabaseFailure.of(order.step(), failed);
            }
        };
    }
}
