package norn.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.Attempt;
import norn.action.Target;
import norn.database.postgres.SqlSession;
import norn.environment.Host;
import norn.plan.Order;
import norn.state.Evidence;
import norn.yaml.KindField;

/**
 * The database that the services use, backed up, migrated as a copy and swapped in. Each kind is one record: its settings, what it
 * refuses in them, and how it acts.
 */
@KindField(value = "kind", otherwise = "postgresql")
public sealed interface Database permits PostgresDatabase {
    /** Its name on the server. */
    String name();

    /** Whether the old release works on the new schema, so that a rollback can go back with the code alone. */
    boolean oldCodeFitsNewSchema();

    /** A session as Norn's own role that can only read, and ends within that time. */
    SqlSession readingSession(Host host, Duration timeout);

    /** Checks that the server, roles, space, tools and migrations are fit for what is planned. */
    Evidence check(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Tries the day on a restored backup: copy, migrations, verification, swap and swap back. */
    Evidence tryOut(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Dumps the database, and verifies the dump by restoring and comparing it. */
    Evidence backUp(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Verifies the newest dump of the order's deployment. */
    Evidence verifyBackup(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Closes the database that serves, and copies it. */
    Evidence copy(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Applies the release's migrations to the copy. */
    Evidence migrate(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Checks that every migration is applied, and what must hold after them. */
    Evidence verifyMigrations(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Puts the migrated copy into service; the original is retained. */
    Evidence swap(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Puts the retained original into service again; what served is retained. */
    Evidence restore(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Brings the server's statistics up to date. */
    Evidence optimise(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** Reads every row, and counts what must not be. */
    Evidence checkIntegrity(Order order, Attempt attempt) throws SQLException, InterruptedException;

    /** How people put the original from before that deployment's migration back without Norn, a line each. */
    List<String> returnByHand(String deployment);

    /** Its parts of the environment's fingerprint, by name. */
    Map<String, String> fingerprint(Order order, Attempt attempt);

    /** The names of these parts; a rollback of the code alone does not change them. */
    List<String> fingerprintParts();

    /** What is wrong with the dumps of the order's deployment, which bring the database back where all else is gone; empty: nothing. */
    List<String> dumpProblems(Order order);

    /** Where its databases stand with regard to the deployment that recorded the target. */
    DatabaseSurvey survey(Order order, Attempt attempt, Target target);

    /**
     * The parts of the fingerprint that need not be as they were, since what serves was restored from the dump of the target's original
     * and compared with it then: another identity, and a schema that the server prints otherwise. Empty where it was not.
     */
    List<String> partsProvenByRestore(Order order, Attempt attempt, Target target);
}
