package norn.rehearsal.mariadb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.StartupWait;

/**
 * A MariaDB server as a process of its own.
 *
 * @param home the folder of its files; its data is below it
 */
public record MariadbProcess(MariadbPrograms programs, Path home, int port, Path pidFile, Path log) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What a new server is filled with. */
    private static final List<String> FILL =
            List.of("mariadb_system_tables.sql", "mariadb_performance_tables.sql", "mariadb_system_tables_data.sql");

    private Path data() {
        return home.resolve("data");
    }

    /** Fills an empty one; it does not run then. */
    public void make() throws IOException {
        Files.createDirectories(data());
        var script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
        for (var part : FILL) {
            script.append(Files.readString(programs.share().resolve(part))).append('\n');
        }
        var file = home.resolve("fill.sql");
        Files.writeString(file, script);
        var fillLog = home.resolve("fill.log");
        var process = new ProcessBuilder(words(List.of("--bootstrap", "--skip-networking")))
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(fillLog.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new SandboxFailure(
                        "MariaDB cannot be set up in %s: %s".formatted(data(), Files.readString(fillLog)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxFailure("interrupted while MariaDB is set up", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Starts it where it does not run, and waits until a query is answered: its port is open some time before.
     *
     * @param query throws a {@link SandboxFailure} while it is not
     * @param more words beside those of each start
     */
    public void start(Runnable query, String... more) {
        if (RunningProcess.of(pidFile).isEmpty()) {
            var all = new ArrayList<>(List.of(
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--socket=" + home.resolve("socket"),
                    "--pid-file=" + home.resolve("own.pid"),
                    "--event-scheduler=ON",
                    "--skip-name-resolve"));
            all.addAll(List.of(more));
            RunningProcess.start(words(all), Map.of("LC_ALL", "C"), data(), log, pidFile);
        }
        StartupWait.until("MariaDB answers", LIMIT, pidFile, log, () -> {
            try {
                query.run();
                return true;
            } catch (SandboxFailure notYet) {
                return false;
            }
        });
    }

    /** Ends it where it runs. */
    public void stop() {
        ProcessStopper.stop(pidFile, "TERM");
    }

    private List<String> words(List<String> more) {
        var words = new ArrayList<>(List.of(
                programs.bin().resolve("mariadbd").toString(),
                "--no-defaults",
                "--datadir=" + data(),
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
}
