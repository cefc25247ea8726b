package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import norn.rehearsal.postgres.PostgresUser;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.Resources;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.StartupWait;

/** The PostgreSQL server, and how the old release's database comes into it. */
final class DatabaseServer {
    private static final int BYTES_PER_MEMORY = 530;
    private static final int OTHER_BYTES = 16_000_000;

    private final SandboxDescription.Database database;
    private final Path home;
    private final PostgresUser user = PostgresUser.find();

    DatabaseServer(SandboxDescription sandbox) {
        this.home = sandbox.root().resolve("postgres");
        this.database = sandbox.database();
    }

    /** Makes an empty cluster. */
    void initialize() throws IOException {
        var data = database.dataDirectory();
        Files.createDirectories(data);
        var password = home.resolve("superuser");
        Directories.writeSecret(password, database.superuserPassword());
        user.own(home);
        Command.in(home)
                .run(user.command(
                        database.server().resolve("initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + database.superuser(),
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync"));
        Files.delete(password);
        Files.writeString(data.resolve("postgresql.conf"), """

            # The sandbox's own settings
            port = %d
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            shared_buffers = 64MB
            max_wal_size = 512MB
            jit = off
            client_connection_check_interval = 2s
            log_line_prefix = '%%m [%%p] %%d %%a '
            """.formatted(database.port()), StandardOpenOption.APPEND);
    }

    /** Starts the server where it does not run, and waits until it answers. */
    void start() {
        if (RunningProcess.of(database.pidFile()).isEmpty()) {
            RunningProcess.start(
                    user.command(
                            database.server().resolve("postgres").toString(),
                            "-D",
                            database.dataDirectory().toString()),
                    Map.of("LC_ALL", "C"),
                    database.dataDirectory(),
                    database.logFile(),
                    database.pidFile());
        }
        StartupWait.until("PostgreSQL answers", Duration.ofSeconds(30), database.pidFile(), database.logFile(), () -> {
            try (var connection = connect("postgres")) {
                return connection.isValid(2);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    /** Makes the database of the old release, with its schema and its data. Fast: what a crash would lose is made anew. */
    void load(String schema, SandboxOptions options) throws SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
            statement.execute(
                    "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(database.owner(), database.ownerPassword()));
            statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'"
                    .formatted(SandboxDescription.MIGRATION_ROLE, database.ownerPassword()));
            statement.execute("CREATE DATABASE %s OWNER %s".formatted(database.name(), database.owner()));
        }
        var memories = Math.max(5_000, Math.round((options.sizeGb() * 1e9 - OTHER_BYTES) / BYTES_PER_MEMORY));
        try (var connection = DriverManager.getConnection(
                        database.jdbcUrl(database.name()), database.owner(), database.ownerPassword());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(schema);
            if (options.like() == SandboxKind.PRODUCTION) {
                statement.execute(MigrationHistory.sql());
            }
            statement.execute(Resources.text("data.sql").replace("%memories%", String.valueOf(memories)));
            connection.commit();
        }
        try (var connection = connect(database.name());
                var statement = connection.createStatement()) {
            statement.execute("ANALYZE");
            statement.execute("ALTER SYSTEM RESET fsync");
            statement.execute("SELECT pg_reload_conf()");
            statement.execute("CHECKPOINT");
        }
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(name), database.superuser(), database.superuserPassword());
    }
}
