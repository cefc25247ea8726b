package norn.rehearsal.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.PackageCache;
import norn.rehearsal.system.Ports;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.StartupWait;

/** An empty PostgreSQL server, with nothing else of the sandbox around it: for tests that need a real database alone. */
public final class StandaloneDatabaseServer implements AutoCloseable {
    /** The role that may do everything; nobody asks it for a password. */
    public static final String SUPERUSER = "postgres";

    private final PostgresPrograms programs;
    private final Path data;
    private final Path pidFile;
    private final int port;

    private StandaloneDatabaseServer(PostgresPrograms programs, Path home, int port) {
        this.programs = programs;
        this.data = home.resolve("data");
        this.pidFile = home.resolve("postgres.pid");
        this.port = port;
    }

    /** Makes one in that directory, starts it, and waits until it answers. */
    public static StandaloneDatabaseServer start(Path home) throws IOException {
        var database = new StandaloneDatabaseServer(
                PostgresPrograms.find(PackageCache.of(home.resolve("cache")), line -> {}),
                home,
                Ports.free(1).get(0));
        database.make(home);
        return database;
    }

    private void make(Path home) throws IOException {
        var user = PostgresUser.find();
        Files.createDirectories(data);
        user.own(home);
        Command.in(home)
                .run(user.command(
                        programs.server().resolve("initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + SUPERUSER,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync"));
        var log = home.resolve("postgres.log");
        RunningProcess.start(
                user.command(
                        programs.server().resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_prepared_transactions=4"),
                Map.of("LC_ALL", "C"),
                data,
                log,
                pidFile);
        StartupWait.until("PostgreSQL answers", Duration.ofSeconds(30), pidFile, log, () -> {
            try (var connection = connect("postgres", SUPERUSER)) {
                return connection.isValid(2);
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    /** Its address for JDBC, without a database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port;
    }

    /** The directory of pg_dump and pg_restore that fit it. */
    public Path tools() {
        return programs.tools();
    }

    /** A session. */
    public Connection connect(String name, String user) throws SQLException {
        return DriverManager.getConnection(url() + "/" + name, user, "");
    }

    /** Ends the server. */
    @Override
    public void close() {
        ProcessStopper.stop(pidFile, "INT");
    }
}
