package norn.action.database;

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
import norn.action.Sample;
import norn.journal.Evidence;
import norn.plan.Order;

/** The PostgreSQL database. */
public final class DatabaseCapability implements Capability<DatabaseSettings> {
    private static final Option OF =
            Option.optional("of", Type.TEXT, "live (the default), or original: the one that swap-database keeps");

    @Override
    public String section() {
        return "database";
    }

    @Override
    public Class<DatabaseSettings> settings() {
        return DatabaseSettings.class;
    }

    @Override
    public String sample() {
        return Sample.of(DatabaseCapability.class);
    }

    @Override
    public List<Action> actions() {
        return List.of(
                harmless(
                        "check-database",
                        "Looks whether server, roles, extensions, space, tools and migrations are fit for what is planned.",
                        deed(new CheckDatabase()::run),
                        Option.optional("migrations", Type.FLAG, "the release must be checked out already")),
                harmless(
                        "back-up",
                        "Dumps the database with its SHA-256, and proves the dump by restoring and comparing it.",
                        deed(new BackUp()::run),
                        OF,
                        Option.optional("verify", Type.FLAG, "false: the dump is not proven now")),
                harmless(
                        "verify-backup",
                        "Reads this deployment's newest dump back, restores it and compares schema, rows and contents.",
                        deed(new VerifyBackup()::run),
                        OF),
                changing(
                        "copy-database",
                        "Closes the database that serves, and copies it; the original is never written again.",
                        deed(new CopyDatabase()::run)),
                changing(
                        "migrate-database",
                        "Applies the release's migrations to the copy; a copy whose migration failed is dropped.",
                        deed(new MigrateDatabase()::run)),
                harmless(
                        "verify-migrations",
                        "Looks whether every migration is applied, whose the objects are, and asks the settings' questions.",
                        deed(new VerifyMigrations()::run)),
                changing(
                        "swap-database",
                        "Puts the migrated copy into service by two renames; the original is kept, closed.",
                        deed(new SwapDatabase()::run)),
                changing(
                        "restore-database",
                        "Puts the kept original into service again by two renames; what was live is kept.",
                        deed(new RestoreDatabase()::run),
                        Option.optional(
                                "to", Type.TEXT, "an earlier release; without it what the last D-Day recorded")),
                harmless(
                        "optimise-database",
                        "Vacuums and analyses the database that serves.",
                        deed(new OptimiseDatabase()::run)),
                harmless(
                        "check-integrity",
                        "Reads every row and asks what must hold; its measure is dataProblems.",
                        deed(new CheckIntegrity()::run)));
    }

    private interface DatabaseDeed {
        Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException;
    }

    private static NamedAction.Deed deed(DatabaseDeed deed) {
        return (order, attempt) -> {
            try {
                return deed.run(order, attempt);
            } catch (SQLException failed) {
                throw DatabaseFailure.of(order.step(), failed);
            }
        };
    }
}
