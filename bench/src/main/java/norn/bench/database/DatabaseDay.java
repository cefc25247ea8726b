package norn.bench.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.environment.Host;
import norn.local.rehearsal.RehearsalEnvironment;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.rehearsal.Sandbox;
import norn.rehearsal.SandboxDescription;
import norn.rehearsal.SandboxOptions;
import norn.worker.HostEnvironments;
import org.jspecify.annotations.Nullable;

/** The database's part of a deployment day, action by action, on a sandbox of its own; each part says how many seconds it took. */
final class DatabaseDay implements AutoCloseable {
    private static final double NANOSECONDS = 1e9;
    private static final List<String> SERVICES = List.of(Sandbox.DASHBOARD, Sandbox.GAME_SERVERS, Sandbox.AI_SERVICE);

    private final Sandbox sandbox;
    private final Host host;
    private final Consumer<String> progress;

    private DatabaseDay(Sandbox sandbox, Host host, Consumer<String> progress) {
        this.sandbox = sandbox;
        this.host = host;
        this.progress = progress;
    }

    static DatabaseDay open(Path folder, double size, Consumer<String> progress) throws IOException {
        progress.accept("filling a database of some %s GB".formatted(size));
        var sandbox = Sandbox.create(
                folder.resolve("sandbox"),
                SandboxOptions.standard().withSizeGb(size).withPlayers(0),
                line -> {});
        try {
            var config = folder.resolve("config");
            new RehearsalEnvironment(sandbox.description(), folder.resolve("records"), "asap").write(config);
            var host = new HostEnvironments(config).host(RehearsalEnvironment.NAME);
            return new DatabaseDay(sandbox, host, progress);
        } catch (IOException | RuntimeException cannot) {
            sandbox.destroy();
            throw cannot;
        }
    }

    /** How large the database is. */
    long bytes() {
        var database = database();
        try (var session = DriverManager.getConnection(
                        database.jdbcUrl(database.name()), database.superuser(), database.superuserPassword());
                var answer = session.createStatement().executeQuery("SELECT pg_database_size(current_database())")) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Backs it up, and proves the backup by a restore. */
    double backUp() throws InterruptedException {
        run("check-out", null, Map.of());
        return run("back-up", null, Map.of("of", "live", "verify", true));
    }

    /** Tries the whole day of the database on the restored backup. */
    double tried() throws InterruptedException {
        return run("try-database", null, Map.of());
    }

    /** Copies, migrates and swaps it. */
    double migrate() throws InterruptedException {
        run("fingerprint", null, Map.of("record", true));
        for (var service : SERVICES) {
            run("stop-service", service, Map.of());
        }
        return run("copy-database", null, Map.of())
                + run("migrate-database", null, Map.of())
                + run("verify-migrations", null, Map.of())
                + run("swap-database", null, Map.of());
    }

    /** Brings the original back. */
    double bringBack() throws InterruptedException {
        return run("restore-database", null, Map.of());
    }

    /** The ways of a checklist to bring it back. */
    DatabaseRestores restores() {
        return new DatabaseRestores(database(), progress);
    }

    private SandboxDescription.Database database() {
        return sandbox.description().database();
    }

    private double run(String action, @Nullable String component, Map<String, Object> options)
            throws InterruptedException {
        var description = sandbox.description();
        var order = new Order(
                "bench",
                RehearsalEnvironment.NAME,
                description.newRelease(),
                description.oldRelease(),
                component,
                component == null ? action : "%s-%s".formatted(action, component),
                1,
                0,
                null,
                options,
                OrderContext.none());
        var begun = System.nanoTime();
        new ActionRunner(host, Clock.systemUTC()).run(action, order, Heartbeats.ignored());
        var seconds = (System.nanoTime() - begun) / NANOSECONDS;
        progress.accept(String.format(Locale.ROOT, "%s: %.1f s", order.step(), seconds));
        return seconds;
    }

    @Override
    public void close() throws IOException {
        sandbox.destroy();
    }
}
