package norn.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.Attempt;
import norn.action.Capability;
import norn.action.Holding;
import norn.action.NamedAction;
import norn.action.Reached;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.Pooler;
import norn.environment.Host;
import norn.plan.Order;
import norn.runbook.StepPurpose;
import norn.state.Evidence;

/** The database. */
public final class DatabaseCapability implements Capability<Database> {
    private static final Option OF =
            Option.optional("of", Type.TEXT, "live (the default), or original: the one that swap-database retains");

    private static final Duration REACH_TIMEOUT = Duration.ofSeconds(5);

    @Override
    public String section() {
        return "database";
    }

    @Override
    public Class<Database> settings() {
        return Database.class;
    }

    @Override
    public List<Reached> reach(Database settings, Host host) {
        var what = "database " + settings.name();
        try (var session = settings.readingSession(host, REACH_TIMEOUT).open()) {
            return List.of(new Reached(what, Pooler.problem(session)));
        } catch (SQLException refused) {
            return List.of(new Reached(what, Pooler.problem(refused)));
        }
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                                "check-database",
                                "Checks that server, roles, extensions, space, tools and migrations are ready for what"
                                        + " is planned.",
                                handler(Database::check),
                                Option.optional("migrations", Type.FLAG, "the release must be checked out already"))
                        .reading(call -> call.hasFlag("migrations") ? List.of("code") : List.of()),
                harmless(
                                "try-database",
                                "Tries the day on a restored backup: copy, migrations and their assertions,"
                                        + " verification, swap and back.",
                                handler(Database::tryOut))
                        .reading("code"),
                harmless(
                                "back-up",
                                "Dumps the database with its SHA-256, and verifies the dump by restoring and comparing"
                                        + " it.",
                                handler(Database::backUp),
                                OF,
                                Option.optional("verify", Type.FLAG, "false: the dump is not verified now"))
                        .holding((order, host) -> Holding.ofStep(order))
                        .forSteps(StepPurpose.BACKS_UP),
                harmless(
                        "verify-backup",
                        "Reads this deployment's newest dump back, restores it and compares schema, rows and contents.",
                        handler(Database::verifyBackup),
                        OF),
                changing(
                        "copy-database",
                        "Closes the database that serves, and copies it; the original is never written again.",
                        handler(Database::copy)),
                changing(
                                "migrate-database",
                                "Applies the release's migrations to the copy; a copy whose migration failed is"
                                        + " dropped.",
                                handler(Database::migrate))
                        .reading("code"),
                harmless(
                                "verify-migrations",
                                "Checks that every migration is applied and whose the objects are, and runs the"
                                        + " settings' queries.",
                                handler(Database::verifyMigrations))
                        .reading("code"),
                changing(
                        "swap-database",
                        "Puts the migrated copy into service by two renames; the original is retained, closed.",
                        handler(Database::swap)),
                changing(
                        "restore-database",
                        "Puts the retained original into service again by two renames; what was live is retained.",
                        handler(Database::restore)),
                harmless(
                        "optimise-database",
                        "Vacuums and analyses the database that serves.",
                        handler(Database::optimise)),
                harmless(
                        "check-integrity",
                        "Reads every row and checks what must hold; its measure is dataProblems.",
                        handler(Database::checkIntegrity)));
    }

    private interface DatabaseHandler {
        Evidence run(Database database, Order order, Attempt attempt) throws SQLException, InterruptedException;
    }

    private static NamedAction.Handler handler(DatabaseHandler handler) {
        return (order, attempt) -> {
            try {
                return handler.run(attempt.settings(Database.class), order, attempt);
            } catch (SQLException failed) {
                throw DatabaseFailure.of(order.step(), failed);
            }
        };
    }
}
