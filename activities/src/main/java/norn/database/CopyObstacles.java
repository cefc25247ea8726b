package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.database.postgres.DatabaseProperties;
import norn.database.postgres.OtherSessions;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.limit.Limits;
import norn.plan.ShortText;

/** What would stop the database from being copied, given the properties that a copy loses, or swapped: known before the day. */
final class CopyObstacles {
    /** In the database that serves: pg_dump, and the session that holds its snapshot. */
    private static final int SESSIONS_OF_A_DUMP = 2;

    /** In the copy: those that migrate, and that read the history. */
    private static final int SESSIONS_OF_MIGRATIONS = 4;

    /** Of Norn's role, in all: a restore by two jobs, the one that watches the server, and two that work. */
    private static final int SESSIONS_OF_NORN = 5;

    private static final Pattern SETTING = Pattern.compile("ALTER (DATABASE|ROLE) .* SET (\\S+) TO .*");

    private final Server server;
    private final Connection maintenance;
    private final Connection live;
    private final String name;
    private final String user;

    CopyObstacles(Server server, Connection maintenance, Connection live) {
        this.server = server;
        this.maintenance = maintenance;
        this.live = live;
        this.name = server.settings().name();
        this.user = server.settings().user();
    }

    List<String> problems() throws SQLException {
        var problems = new ArrayList<String>();
        problems.addAll(holders());
        problems.addAll(subscriptions());
        problems.addAll(sessions());
        problems.addAll(collation());
        problems.addAll(connections());
        problems.addAll(properties());
        return problems;
    }

    private List<String> holders() throws SQLException {
        var problems = new ArrayList<>(SqlStatements.list(
                maintenance,
                "SELECT gid FROM pg_prepared_xacts WHERE database = ?",
                row -> "prepared transaction " + row.getString(1),
                name));
        problems.addAll(SqlStatements.list(
                maintenance,
                "SELECT slot_name FROM pg_replication_slots WHERE database = ?",
                row -> "replication slot %s: it stays with the original".formatted(row.getString(1)),
                name));
        return problems;
    }

    private List<String> subscriptions() throws SQLException {
        return SqlStatements.list(
                live,
                """
                SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                ORDER BY 1\
                """,
                row ->
                        "subscription %s: it stays with the original, and the database that serves after the swap would have none. Drop it before the day and create it anew after it"
                                .formatted(shown(row.getString(1))));
    }

    /** A rollback would wait for them too. */
    private List<String> sessions() throws SQLException {
        return OtherSessions.thatStay(maintenance, name).stream()
                .map(session ->
                        "%s uses %s and role %s may not end it: copying and swapping wait for it. Let it end before the day, or let it be of a role that is no superuser"
                                .formatted(session, name, user))
                .toList();
    }

    private List<String> collation() throws SQLException {
        if (Server.major(maintenance) < 15) {
            return List.of();
        }
        return SqlStatements.list(
                maintenance,
                """
                SELECT datcollversion, coalesce(pg_database_collation_actual_version(oid), 'none') FROM pg_database
                WHERE datname = ? AND datcollversion IS NOT NULL
                  AND datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid)\
                """,
                row ->
                        "%1$s was created with collation version %2$s and the system has %3$s: PostgreSQL copies no such database. REINDEX DATABASE %4$s, then ALTER DATABASE %4$s REFRESH COLLATION VERSION"
                                .formatted(name, row.getString(1), row.getString(2), SqlStatements.name(name)),
                name);
    }

    private List<String> connections() throws SQLException {
        if (SqlStatements.text(maintenance, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
                .equals(Optional.of("t"))) {
            return List.of();
        }
        var problems = new ArrayList<String>();
        var used = SqlStatements.number(
                maintenance,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = ? AND NOT starts_with(application_name, ?)",
                name,
                "norn ");
        var limit = Server.find(maintenance, name)
                .map(Server.DatabaseState::connectionLimit)
                .orElse(-1);
        var needed = Math.max(used + SESSIONS_OF_A_DUMP, SESSIONS_OF_MIGRATIONS);
        if (limit >= 0 && limit < needed) {
            problems.add(
                    "%1$s allows %2$d connections, and %3$d are in use: Norn needs %4$d for a dump, and %5$d for migrations. ALTER DATABASE %6$s CONNECTION LIMIT %7$d, or more"
                            .formatted(
                                    name,
                                    limit,
                                    used,
                                    SESSIONS_OF_A_DUMP,
                                    SESSIONS_OF_MIGRATIONS,
                                    SqlStatements.name(name),
                                    needed));
        }
        problems.addAll(roleLimit(user, SESSIONS_OF_NORN));
        problems.addAll(roleLimit(server.migrationSettings().migrationUser(), SESSIONS_OF_MIGRATIONS));
        var free = SqlStatements.number(maintenance, """
            SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                   - coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int
                   - (SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL AND NOT starts_with(application_name, 'norn '))\
            """);
        if (free < SESSIONS_OF_NORN) {
            problems.add("the server has %d connections free, and Norn needs %d: end some, or raise max_connections"
                    .formatted(Math.max(0, free), SESSIONS_OF_NORN));
        }
        return problems;
    }

    private List<String> roleLimit(String role, int needed) throws SQLException {
        return SqlStatements.list(
                maintenance,
                "SELECT rolconnlimit FROM pg_roles WHERE rolname = ? AND rolconnlimit >= 0 AND rolconnlimit < ? AND"
                        + " NOT rolsuper",
                row -> "role %s may have %d connections, and needs %d: ALTER ROLE %1$s CONNECTION LIMIT %3$d"
                        .formatted(role, row.getInt(1), needed),
                role,
                needed);
    }

    /** Tries each statement of the day on the database itself, and takes it back at once. */
    private List<String> properties() throws SQLException {
        var original = Server.find(maintenance, name);
        if (original.isEmpty()) {
            return List.of();
        }
        var problems = new LinkedHashSet<String>();
        for (var statement : DatabaseProperties.statements(maintenance, original.get(), name)) {
            refusal(statement).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    private Optional<String> refusal(String statement) throws SQLException {
        maintenance.setAutoCommit(false);
        try {
            SqlStatements.run(maintenance, statement);
            return Optional.empty();
        } catch (SQLException refused) {
            var state = String.valueOf(refused.getSQLState());
            if (!state.startsWith("42") && !state.startsWith("22")) {
                throw refused; // no refusal: another session was in the way
            }
            return Optional.of("role %s cannot give the copy what %s has: %s is refused. %s"
                    .formatted(user, name, ShortText.line(statement, Limits.SHOWN_CHARACTERS), remedy(statement)));
        } finally {
            maintenance.rollback();
            maintenance.setAutoCommit(true);
        }
    }

    private String remedy(String statement) throws SQLException {
        var setting = SETTING.matcher(statement);
        if (!setting.matches() || Server.major(maintenance) < 15) {
            return "Give the role that right as a superuser, or take from the database what it does not need";
        }
        var grant = "As a superuser: GRANT SET ON PARAMETER %s TO %s"
                .formatted(setting.group(2).replace("\"", ""), SqlStatements.name(user));
        return setting.group(1).equals("DATABASE") ? grant : grant + ", and that role WITH ADMIN OPTION";
    }

    private static String shown(String text) {
        return ShortText.line(text, Limits.SHOWN_CHARACTERS);
    }
}
