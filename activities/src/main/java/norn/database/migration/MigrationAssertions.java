package norn.database.migration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.ForeignText;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.Server;
import norn.limit.Limits;
import norn.plan.Count;
import norn.plan.ShortText;

/**
 * What must hold right after a migration: {@code 003_agents.check.sql}, or {@code 003.check.sql}, beside {@code 003_agents.sql}, and
 * {@code check.sql} beside the {@code migration.sql} of a folder. Of a query whose first column is a boolean, each row must say true, and
 * there must be one; the rows of any other query are what is wrong. A statement without rows, such as a block with ASSERT, must not fail.
 */
public final class MigrationAssertions {
    private final Server server;
    private final String database;
    private final List<MigrationFile> files;

    /** Those beside these migrations, for that database. */
    public MigrationAssertions(Server server, String database, List<MigrationFile> files) {
        this.server = server;
        this.database = database;
        this.files = List.copyOf(files);
    }

    /**
     * Checks those of the migration of that name, as the role that migrates, without being able to write.
     *
     * @return how many statements were checked
     * @throws ActionFailed {@code AssertionFailed} naming file and statement
     */
    public int check(String migration, Attempt attempt) throws SQLException, InterruptedException {
        var file = files.stream()
                .filter(candidate -> candidate.name().equals(migration))
                .findFirst()
                .flatMap(MigrationAssertions::fileOf);
        if (file.isEmpty()) {
            return 0;
        }
        var name = String.valueOf(file.get().getFileName());
        var sql = MigrationFile.text(file.get(), name);
        try (var connection = server.connectForMigrations(database)) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return server.takingLong("checking " + name, connection, () -> run(connection, sql, name, attempt));
        }
    }

    /** Beside that migration; empty where it has none. */
    static Optional<Path> fileOf(MigrationFile migration) {
        var path = migration.path();
        var name = String.valueOf(path.getFileName());
        var stem = name.replaceFirst("(?i)(\\.up)?\\.sql$", "");
        var names = stem.equals(migration.name()) || name.equals(migration.name())
                ? List.of(stem + ".check.sql", migration.version() + ".check.sql")
                : List.of("check.sql");
        return names.stream()
                .map(path::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static int run(Connection connection, String sql, String name, Attempt attempt) throws SQLException {
        var number = 0;
        try (var statement = connection.createStatement()) {
            statement.setMaxRows(Limits.ROWS);
            var hasRows = statement.execute(sql);
            while (hasRows || statement.getUpdateCount() >= 0) {
                number++;
                if (hasRows) {
                    check(statement, name, number, attempt);
                }
                hasRows = statement.getMoreResults();
            }
            return number;
        } catch (SQLException failed) {
            throw new ActionFailed(
                    "AssertionFailed",
                    "%s: statement %d: %s".formatted(name, number + 1, DatabaseFailure.describe(failed)),
                    remedy(),
                    false,
                    failed);
        } finally {
            connection.rollback();
        }
    }

    private static void check(Statement statement, String name, int number, Attempt attempt) throws SQLException {
        try (var rows = statement.getResultSet()) {
            var isBoolean = rows.getMetaData().getColumnType(1) == Types.BIT
                    || rows.getMetaData().getColumnType(1) == Types.BOOLEAN;
            var wrong = isBoolean ? notTrue(rows) : all(rows);
            if (!wrong.isEmpty()) {
                throw new ActionFailed(
                        "AssertionFailed",
                        "%s: statement %d: %s. %s"
                                .formatted(
                                        name,
                                        number,
                                        isBoolean
                                                ? "answers no instead of yes"
                                                : Count.of(wrong.size(), "row") + " of what is wrong",
                                        ForeignText.save(attempt, name, String.join("\n", wrong))),
                        remedy(),
                        false);
            }
        }
    }

    private static List<String> notTrue(ResultSet rows) throws SQLException {
        var wrong = new ArrayList<String>();
        var any = false;
        while (rows.next()) {
            any = true;
            if (!rows.getBoolean(1)) {
                wrong.add(String.valueOf(rows.getString(1)));
            }
        }
        return any ? wrong : List.of("no row");
    }

    private static List<String> all(ResultSet rows) throws SQLException {
        var all = new ArrayList<String>();
        while (rows.next()) {
            all.add(ShortText.line(String.valueOf(rows.getString(1)), Limits.VALUE_CHARACTERS));
        }
        return all;
    }

    private static String remedy() {
        return "Production was never written: the copy is dropped. Fix the migration, or what it asserts, in a new"
                + " release.";
    }
}
