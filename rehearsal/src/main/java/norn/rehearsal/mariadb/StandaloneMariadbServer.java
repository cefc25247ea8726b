package norn.rehearsal.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Ports;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.StartupWait;

/** An empty MariaDB server, with nothing else of the sandbox around it: for tests that need a real one. */
public final class StandaloneMariadbServer implements AutoCloseable {
    /** The user that may do everything; nobody asks it for a password. */
    public static final String ROOT = "root";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What a new server is filled with. */
    private static final List<String> FILL =
            List.of("mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql");

    private final MariadbPrograms programs;
    private final Path home;
    private final Path data;
    private final Path pidFile;
    private final int port;

    private StandaloneMariadbServer(MariadbPrograms programs, Path home) {
        this.programs = programs;
        this.home = home;
        this.data = home.resolve("data");
        this.pidFile = home.resolve("mariadb.pid");
        this.port = Ports.free(1).get(0);
    }

    /** Makes one in that directory, starts it, and waits until it answers. The programs are those of the cache. */
    public static StandaloneMariadbServer start(Path home, Path cache) {
        var server = new StandaloneMariadbServer(MariadbPrograms.find(cache, line -> {}), home);
        try {
            server.make();
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SandboxFailure e) {
            server.close();
            throw e;
        }
    }

    private void make() throws IOException {
        Files.createDirectories(data);
        var script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
        for (var part : FILL) {
            script.append(Files.readString(programs.share().resolve(part))).append('\n');
        }
        var file = home.resolve("fill.sql");
        Files.writeString(file, script);
        var log = home.resolve("fill.log");
        var process = new ProcessBuilder(server(List.of("--bootstrap", "--skip-networking")))
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new SandboxFailure("MariaDB cannot be set up in %s: %s".formatted(data, Files.readString(log)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxFailure("interrupted while MariaDB is set up", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void start() {
        var log = home.resolve("mariadb.log");
        RunningProcess.start(
                server(List.of(
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + home.resolve("socket"),
                        "--pid-file=" + home.resolve("own.pid"),
                        "--event-scheduler=ON",
                        "--skip-name-resolve")),
                Map.of("LC_ALL", "C"),
                data,
                log,
                pidFile);
        StartupWait.until("MariaDB answers", LIMIT, pidFile, log, () -> {
            try {
                run("SELECT 1");
                return true;
            } catch (SandboxFailure notYet) {
                return false;
            }
        });
    }

    private List<String> server(List<String> more) {
        var words = new ArrayList<>(List.of(
                programs.bin().resolve("mariadbd").toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--lc-messages-dir=" + programs.share(),
                "--character-sets-dir=" + programs.share().resolve("charsets"),
                "--plugin-dir=" + home,
                "--tmpdir=" + home,
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=0",
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=16M",
                "--innodb-fast-shutdown=2",
                "--performance-schema=OFF",
                "--skip-ssl")); // else it makes a key of its own at each start: seconds
        if ("root".equals(System.getProperty("user.name"))) {
            words.add("--user=root");
        }
        words.addAll(more);
        return words;
    }

    /** Its address, host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The directory of mariadb-dump and mariadb that fit it. */
    public Path tools() {
        return programs.bin();
    }

    /** What the statements answer, as root. */
    public String run(String sql) {
        return Command.in(home)
                .run(
                        programs.bin().resolve("mariadb").toString(),
                        "--no-defaults",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--protocol=tcp",
                        "--skip-ssl",
                        "--user=" + ROOT,
                        "--batch",
                        "--skip-column-names",
                        "--execute=" + sql);
    }

    /** Ends the server. */
    @Override
    public void close() {
        ProcessStopper.stop(pidFile, "TERM");
    }
}
