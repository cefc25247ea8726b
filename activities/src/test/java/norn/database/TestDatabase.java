package norn.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.action.Action;
import norn.action.ActionHarness;
import norn.action.SettingsText;
import norn.action.run.Actions;
import norn.code.CodeSettings;
import norn.database.postgres.DatabaseContent;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.SchemaListing;
import norn.database.postgres.SqlStatements;
import norn.files.FileTrees;
import norn.rehearsal.postgres.StandaloneDatabaseServer;

/** A small game's database on a real server, the migrations of its next release, and a host that may act on it. */
public final class TestDatabase implements AutoCloseable {
    static final String OWNER = "ai_world_user";

    private static final String ZONES = "{name: zones, sql: SELECT count(*) FROM zones, expect: \"1\"}";

    /** A list of rights, whose order means nothing. */
    private static final Pattern RIGHTS = Pattern.compile("\\{([^}]*=[^}]*)}");

    final StandaloneDatabaseServer server;
    final String name;
    final Path home;

    /** Makes the database of that name, with data and all that a template copy loses. */
    public TestDatabase(StandaloneDatabaseServer server, Path home, String name) throws SQLException {
        this.server = server;
        this.home = home;
        this.name = name;
        for (var role : List.of(OWNER, "reader", "norn", "norn_migrations")) {
            asSuperuser(
                    "postgres",
                    "DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
                            .formatted(role));
        }
        asSuperuser("postgres", "ALTER ROLE norn CREATEDB CREATEROLE");
        asSuperuser(
                "postgres", "GRANT %s, norn_migrations, pg_signal_backend, pg_read_all_data TO norn".formatted(OWNER));
        asSuperuser( // from 16 on, whoever sets what is a role's own has that role's admin option
                "postgres", "GRANT reader, %s TO norn WITH ADMIN OPTION".formatted(OWNER));
        asSuperuser("postgres", "CREATE DATABASE %s OWNER %s".formatted(SqlStatements.name(name), OWNER));
        asSuperuser(
                "postgres",
                "ALTER DATABASE %s SET search_path TO \"$user\", public, 'odd, name'"
                        .formatted(SqlStatements.name(name)));
        asSuperuser(
                "postgres", "ALTER DATABASE %s SET statement_timeout TO '10min'".formatted(SqlStatements.name(name)));
        asSuperuser(
                "postgres",
                "ALTER ROLE reader IN DATABASE %s SET work_mem TO '8MB'".formatted(SqlStatements.name(name)));
        asSuperuser("postgres", "REVOKE CONNECT ON DATABASE %s FROM PUBLIC".formatted(SqlStatements.name(name)));
        asSuperuser(
                "postgres",
                "GRANT CONNECT ON DATABASE %s TO reader WITH GRANT OPTION".formatted(SqlStatements.name(name)));
        asSuperuser(
                "postgres", "COMMENT ON DATABASE %s IS 'the game''s memory \\ '".formatted(SqlStatements.name(name)));
        asSuperuser("postgres", "ALTER DATABASE %s CONNECTION LIMIT 90".formatted(SqlStatements.name(name)));
        asOwner("""
            CREATE TABLE players (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, t int);
            INSERT INTO players (name, t) SELECT 'player ' || i, i FROM generate_series(1, 2000) i;
            CREATE TABLE events (player bigint REFERENCES players, what jsonb, at timestamptz DEFAULT now());
            INSERT INTO events SELECT i, '{"a": 1}' FROM generate_series(1, 500) i;
            CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM events;
            CREATE TABLE "odd; name" ("quo""ted" text);
            GRANT SELECT ON players TO reader\
            """);
        migration(
                "001_zones.sql",
                "CREATE TABLE zones (id int PRIMARY KEY, name text);\nINSERT INTO zones VALUES (1, 'Prontera');\n");
        migration(
                "002_player_zone.sql",
                "ALTER TABLE players ADD zone int REFERENCES zones;\nUPDATE players SET zone = 1;\n");
        migration("003_index.sql", "CREATE INDEX CONCURRENTLY players_by_zone ON players (zone);\n");
        migration(
                "004_touch.sql", "CREATE FUNCTION touch() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;");
    }

    public Database settings() {
        return settings("norn");
    }

    Database settings(String user) {
        return settings(server.url(), name, user, home, server.tools());
    }

    /** With another version that the database is said to be at; empty: none is. */
    Database settingsAt(String baseline) {
        return settings(server.url(), name, "norn", home, server.tools(), baseline);
    }

    /** With that excluded from the migrations, as the environment file has it: {@code {schema.sql: why}}. */
    Database settingsExcluding(String excluded) {
        return settings(server.url(), name, "norn", home, server.tools(), "0", excluded, ZONES);
    }

    /** With that statement as the one query after the migrations. */
    Database settingsVerifying(String sql) {
        return settings(
                server.url(), name, "norn", home, server.tools(), "0", "{}", "{name: it, sql: \"%s\"}".formatted(sql));
    }

    static Database settings(String url, String name, String user, Path home, Path tools) {
        return settings(url, name, user, home, tools, "0");
    }

    private static Database settings(String url, String name, String user, Path home, Path tools, String baseline) {
        return settings(url, name, user, home, tools, baseline, "{}", ZONES);
    }

    private static Database settings(
            String url,
            String name,
            String user,
            Path home,
            Path tools,
            String baseline,
            String excluded,
            String verify) {
        return SettingsText.read(
                Database.class,
                """
                kind: postgresql
                url: %s
                name: %s
                owner: %s
                user: '%s'
                passwordSecret: databasePassword
                migrationUser: norn_migrations
                backups: %s
                offsite: %s
                offsiteOnSameVolume: true
                migrations: db/migrations
                excludedFromMigrations: %s
                %s
                tools: %s
                extensions: [plpgsql]
                roles: [reader]
                minimumTables: 3
                verify: [%s]
                integrity:
                  - name: lost events
                    sql: SELECT player FROM events WHERE player NOT IN (SELECT id FROM players)
                spaceFactor: 1
                """,
                url,
                name,
                OWNER,
                user,
                home.resolve("backups"),
                FileTrees.createFolder(home.resolve("offsite")),
                excluded,
                baseline.isEmpty() ? "" : "baseline: '%s'".formatted(baseline),
                tools,
                verify);
    }

    ActionHarness harness() {
        return harness(settings());
    }

    ActionHarness harness(Database settings) {
        return harness(home, settings);
    }

    /** With more sections in the host's file. */
    ActionHarness harness(Object... more) {
        return harness(home, settings(), more);
    }

    static ActionHarness harness(Path home, Database settings, Object... more) {
        var code = new CodeSettings(
                "/nowhere", home.resolve("releases"), home.resolve("active"), List.of("git"), 0, List.of(), Map.of());
        var sections = Stream.concat(Stream.of(settings, code), Stream.of(more)).toList();
        return new ActionHarness(
                home.resolve("records"), Map.of("databasePassword", ActionHarness.CANARY), sections, "x = 1\n");
    }

    public void migration(String file, String sql) {
        try {
            var folder = Files.createDirectories(home.resolve("releases/v1.0.0/db/migrations"));
            Files.writeString(folder.resolve(file), sql);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Path> migrationFiles() throws IOException {
        try (var files = Files.list(home.resolve("releases/v1.0.0/db/migrations"))) {
            return files.sorted().toList();
        }
    }

    /** The schema of the database that serves, without Flyway's table. */
    public String schema() throws SQLException {
        try (var connection = server.connect(encoded(name), StandaloneDatabaseServer.SUPERUSER)) {
            return SchemaListing.text(connection)
                    .lines()
                    .filter(line -> !line.contains("flyway_schema_history"))
                    .map(line -> RIGHTS.matcher(line)
                            .replaceAll(rights -> Stream.of(rights.group(1).split(",", -1))
                                    .sorted()
                                    .collect(Collectors.joining(",", "{", "}"))))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** What the server knows of roles: their rights, passwords, settings and members. */
    List<String> roles() throws SQLException {
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            var roles = new ArrayList<>(SqlStatements.list(
                    connection, "SELECT a::text FROM pg_authid a ORDER BY 1", row -> row.getString(1)));
            roles.addAll(SqlStatements.list(
                    connection,
                    "SELECT s::text FROM pg_db_role_setting s WHERE setdatabase = 0 ORDER BY 1",
                    row -> row.getString(1)));
            roles.addAll(SqlStatements.list(
                    connection, "SELECT m::text FROM pg_auth_members m ORDER BY 1", row -> row.getString(1)));
            return roles;
        }
    }

    DatabaseNames names(String deployment) {
        return DatabaseNames.of(name, deployment);
    }

    /** The databases whose names begin like the game's. */
    public List<String> databases() throws SQLException {
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            return SqlStatements.list(
                    connection,
                    "SELECT datname FROM pg_database WHERE starts_with(datname, ?) ORDER BY 1",
                    row -> row.getString(1),
                    name);
        }
    }

    /** Everything about a database that is not in it, and that a template copy loses. */
    public Map<String, Object> properties(String database) throws SQLException {
        try (var connection = server.connect("postgres", StandaloneDatabaseServer.SUPERUSER)) {
            var around = new TreeMap<String, Object>();
            around.put(
                    "row",
                    SqlStatements.list(
                            connection,
                            """
                            SELECT pg_get_userbyid(datdba), datconnlimit, shobj_description(oid, 'pg_database'), datallowconn
                            FROM pg_database WHERE datname = ?\
                            """,
                            row -> List.of(
                                    row.getString(1),
                                    row.getInt(2),
                                    String.valueOf(row.getString(3)),
                                    row.getBoolean(4)),
                            database));
            around.put(
                    "rights",
                    SqlStatements.list(
                            connection,
                            """
                            SELECT a.grantee::regrole::text, a.privilege_type, a.is_grantable FROM pg_database d,
                            aclexplode(coalesce(datacl, acldefault('d', datdba))) a WHERE datname = ? ORDER BY 1, 2\
                            """,
                            row -> List.of(row.getString(1), row.getString(2), row.getBoolean(3)),
                            database));
            around.put(
                    "settings",
                    SqlStatements.list(connection, """
                        SELECT setrole::regrole::text, setconfig::text FROM pg_db_role_setting s
                        JOIN pg_database d ON d.oid = s.setdatabase WHERE datname = ? ORDER BY 1\
                        """, row -> List.of(row.getString(1), row.getString(2)), database));
            return around;
        }
    }

    /** Rows and hashes of the database that serves. */
    public Map<String, String> content() throws SQLException {
        var harness = harness(settings(StandaloneDatabaseServer.SUPERUSER));
        try (var connection = server.connect(encoded(name), StandaloneDatabaseServer.SUPERUSER)) {
            SqlStatements.run(connection, "SET TimeZone = 'UTC'");
            return new LinkedHashMap<>(
                    DatabaseContent.of(connection, harness.attempt(anyAction(), harness.order("content")))
                            .tables());
        }
    }

    public void asOwner(String sql) throws SQLException {
        try (var connection = server.connect(encoded(name), OWNER)) {
            SqlStatements.run(connection, sql);
        }
    }

    public void asSuperuser(String database, String sql) throws SQLException {
        try (var connection = server.connect(encoded(database), StandaloneDatabaseServer.SUPERUSER)) {
            SqlStatements.run(connection, sql);
        }
    }

    Connection playerConnection() throws SQLException {
        return server.connect(encoded(name), OWNER);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static Action anyAction() {
        return Actions.known().get("check-database");
    }

    /** Drops what is left of it. */
    @Override
    public void close() throws SQLException {
        for (var database : new ArrayList<>(databases())) {
            asSuperuser("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(SqlStatements.name(database)));
            asSuperuser("postgres", "DROP DATABASE %s WITH (FORCE)".formatted(SqlStatements.name(database)));
        }
    }
}
