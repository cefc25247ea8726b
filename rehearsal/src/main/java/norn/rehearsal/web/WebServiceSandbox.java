package norn.rehearsal.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.rehearsal.postgres.PostgresDriver;
import norn.rehearsal.postgres.StandaloneDatabaseServer;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.GitSource;
import norn.rehearsal.system.Ports;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.Resources;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.StartupWait;
import norn.rehearsal.system.SystemPrograms;

/**
 * The sandbox of a web service: a repository with two releases, a PostgreSQL server, and the old release, which serves.
 * Inside {@code root} lie {@code origin.git}, {@code releases}, the link {@code active}, {@code shared} (what git does not
 * hold), {@code run}, {@code logs}, {@code backups} and {@code secrets}.
 */
public final class WebServiceSandbox implements AutoCloseable {
    /** The release that serves. */
    public static final String OLD_RELEASE = "v2.3.0";

    /** The release that waits in the repository. */
    public static final String NEW_RELEASE = "v2.4.0";

    /** The database, and the role that owns it. */
    public static final String DATABASE = "shop";

    private static final String RESOURCES = "web/";
    private static final String SOURCE = "src/shop/Statements.java";

    private final Path root;
    private final StandaloneDatabaseServer database;
    private final int port;

    private WebServiceSandbox(Path root, StandaloneDatabaseServer database, int port) {
        this.root = root;
        this.database = database;
        this.port = port;
    }

    /** Makes it in that directory, and waits until the old release serves. */
    public static WebServiceSandbox create(Path root, WebServiceFault fault) throws IOException, SQLException {
        for (var directory : List.of("releases", "shared", "run", "logs", "backups")) {
            Files.createDirectories(root.resolve(directory));
        }
        var server = StandaloneDatabaseServer.start(Files.createDirectories(root.resolve("postgres")));
        var sandbox = new WebServiceSandbox(root, server, Ports.free(1).get(0));
        try {
            sandbox.createRepository(fault);
            sandbox.loadDatabase();
            sandbox.layOutOldRelease();
            sandbox.startService();
            return sandbox;
        } catch (IOException | SQLException | RuntimeException failed) {
            sandbox.close();
            throw failed;
        }
    }

    private void createRepository(WebServiceFault fault) throws IOException {
        var source = GitSource.create(root);
        source.overlay(RESOURCES + OLD_RELEASE + "/RELEASE");
        source.release(OLD_RELEASE, "Orders");
        source.overlay(RESOURCES + NEW_RELEASE + "/RELEASE");
        if (fault != WebServiceFault.NONE) {
            source.replace(SOURCE, fault.good(), fault.bad());
        }
        source.release(NEW_RELEASE, "Notes and events of orders");
        source.publish(root.resolve("origin.git"));
    }

    private void loadDatabase() throws SQLException {
        try (var connection = database.connect("postgres", StandaloneDatabaseServer.SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE %s LOGIN".formatted(DATABASE));
            statement.execute("CREATE ROLE norn SUPERUSER LOGIN");
            statement.execute("CREATE ROLE norn_migrations LOGIN");
            statement.execute("CREATE DATABASE %1$s OWNER %1$s".formatted(DATABASE));
        }
        try (var connection = database.connect(DATABASE, DATABASE);
                var statement = connection.createStatement()) {
            statement.execute(Resources.text(RESOURCES + OLD_RELEASE + "/migrations/001_orders.sql"));
            statement.execute("INSERT INTO orders (item, quantity, state, done_at) "
                    + "SELECT 'tea', 1 + i % 5, 'done', now() FROM generate_series(1, 2000) i");
        }
    }

    private void layOutOldRelease() throws IOException {
        PostgresDriver.copyInto(root.resolve("shared/lib"));
        Directories.writeSecret(root.resolve("shared/shop.env"), """
                DATABASE_URL=postgresql://%1$s:none@%2$s/%1$s
                PORT=%3$d
                """.formatted(DATABASE, databaseAddress(), port));
        Directories.writeSecret(root.resolve("secrets/database-password"), "the server asks for none");
        var release = root.resolve("releases").resolve(OLD_RELEASE);
        GitSource.checkOut(root.resolve("origin.git"), OLD_RELEASE, release);
        PostgresDriver.copyInto(release.resolve("lib"));
        Files.copy(root.resolve("shared/shop.env"), release.resolve("shop.env"));
        Command.in(release).with(Map.of("JAVA_HOME", javaHome())).run("make");
        Files.createSymbolicLink(root.resolve("active"), release);
    }

    private void startService() throws IOException {
        RunningProcess.start(
                List.of("bin/shop"),
                Map.of("JAVA_HOME", javaHome()),
                root.resolve("active").toRealPath(),
                log(),
                pidFile());
        StartupWait.until(
                "the shop serves",
                Duration.ofSeconds(30),
                pidFile(),
                log(),
                () -> StartupWait.answersOk(url() + "/health"));
    }

    private Path pidFile() {
        return root.resolve("run/shop.pid");
    }

    private Path log() {
        return root.resolve("logs/shop.log");
    }

    /** The directory that holds it all. */
    public Path root() {
        return root;
    }

    /** Where the service answers. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The port of the service. */
    public int port() {
        return port;
    }

    /** The database server. */
    public StandaloneDatabaseServer database() {
        return database;
    }

    /** Host and port of the database server. */
    public String databaseAddress() {
        return database.url().substring("jdbc:postgresql://".length());
    }

    /** The JDK that builds and runs the service. */
    public String javaHome() {
        return SystemPrograms.jdk().toString();
    }

    /** Customers who order from now on, until they stop. */
    public Customers customers() {
        return new Customers(this);
    }

    /** Ends the service and the database server; the files stay. */
    @Override
    public void close() {
        ProcessStopper.stop(pidFile(), "TERM");
        database.close();
    }
}
