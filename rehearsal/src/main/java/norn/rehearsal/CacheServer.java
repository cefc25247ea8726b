package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.StartupWait;
import norn.rehearsal.system.SystemPrograms;
import redis.embedded.core.ExecutableProvider;

/** The Redis-protocol server: by the machine's own program, or the one that comes with embedded-redis; or one that others run. */
final class CacheServer {
    private final SandboxDescription.Cache cache;
    private final Path directory;
    private final boolean own;

    CacheServer(SandboxDescription sandbox) {
        this.cache = sandbox.cache();
        this.directory = sandbox.root().resolve("cache");
        this.own = sandbox.options().cache() == null;
    }

    void create() throws IOException {
        Files.createDirectories(directory);
        Directories.writeSecret(
                directory.resolve("redis.conf"), """
                    bind 127.0.0.1
                    port %d
                    requirepass %s
                    dir "%s"
                    save ""
                    appendonly no
                    daemonize no
                    """.formatted(cache.port(), cache.password(), directory));
    }

    private Path program() {
        return SystemPrograms.find("redis-server").orElseGet(() -> {
            try {
                return copied(ExecutableProvider.newJarResourceProvider(directory.toFile())
                        .get()
                        .toPath());
            } catch (IOException e) {
                throw new SandboxFailure("the cache's program cannot be put into " + directory, e);
            }
        });
    }

    /**
     * Copied by a process of its own. A file that this process has just written may still be open for writing in a child that
     * another thread has started, and then nobody can execute it ("text file busy").
     */
    private Path copied(Path program) {
        var copy = directory.resolve("redis-server");
        Command.in(directory).run("cp", "-p", "--", program.toString(), copy.toString());
        return copy;
    }

    /** Starts it where it is the sandbox's own and does not run. */
    void start() {
        if (!own) {
            return;
        }
        if (RunningProcess.of(cache.pidFile()).isEmpty()) {
            RunningProcess.start(
                    List.of(
                            program().toString(),
                            directory.resolve("redis.conf").toString()),
                    Map.of(),
                    directory,
                    cache.logFile(),
                    cache.pidFile());
        }
        StartupWait.until(
                "the cache answers",
                Duration.ofSeconds(10),
                cache.pidFile(),
                cache.logFile(),
                () -> StartupWait.isOpen(cache.port()));
    }
}
