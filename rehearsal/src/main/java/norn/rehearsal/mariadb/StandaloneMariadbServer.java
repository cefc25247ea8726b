package norn.rehearsal.mariadb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Ports;
import norn.rehearsal.system.SandboxFailure;

/** An empty MariaDB server, with nothing else of the sandbox around it: for tests that need a real one. */
public final class StandaloneMariadbServer implements AutoCloseable {
    /** The user that may do everything; nobody asks it for a password. */
    public static final String ROOT = "root";

    private final MariadbProcess process;

    private StandaloneMariadbServer(MariadbProcess process) {
        this.process = process;
    }

    /** Makes one in that directory, starts it, and waits until it answers. The programs are those of the cache. */
    public static StandaloneMariadbServer start(Path home, Path cache) {
        var process = new MariadbProcess(
                MariadbPrograms.find(cache, line -> {}),
                home,
                Ports.free(1).get(0),
                home.resolve("mariadb.pid"),
                home.resolve("mariadb.log"));
        try {
            var server = new StandaloneMariadbServer(process);
            process.make();
            process.start(() -> server.run("SELECT 1"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SandboxFailure e) {
            process.stop();
            throw e;
        }
    }

    /** Its address, host and port. */
    public String address() {
        return "127.0.0.1:" + process.port();
    }

    /** The directory of mariadb-dump and mariadb that fit it. */
    public Path tools() {
        return process.programs().bin();
    }

    /** What the statements answer, as root. */
    public String run(String sql) {
        return Command.in(process.home())
                .run(
                        tools().resolve("mariadb").toString(),
                        "--no-defaults",
                        "--host=127.0.0.1",
                        "--port=" + process.port(),
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
        process.stop();
    }
}
