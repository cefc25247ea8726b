package norn.rehearsal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where everything of a sandbox is: all that an environment file needs. Paths are absolute; it holds passwords.
 *
 * @param root the directory that holds the whole sandbox
 * @param repository the bare git repository, with the tags of both releases
 * @param oldRelease the release that the sandbox was made with
 * @param newRelease the release that waits in the repository
 * @param releases a directory a release, each named after its tag
 * @param active the symbolic link to the release that is in service
 * @param shared settings and libraries that git does not hold
 * @param settings what is laid over a fresh checkout before it is built
 * @param importDirectory the settings of the game servers, read in place by every release
 * @param maintenanceFile {@code char_maintenance: yes|no}, read by the servers at each login
 * @param testerAccount an account of a group that may log in during maintenance
 * @param buildEnvironment what {@code make} needs in its environment
 * @param services by name, in the order in which they are started
 * @param players the directory of the players' process
 * @param ledger the players' ledger: each write that was confirmed
 */
public record SandboxDescription(
        Path root,
        Path repository,
        String oldRelease,
        String newRelease,
        Path releases,
        Path active,
        Path shared,
        List<Setting> settings,
        Path importDirectory,
        Path maintenanceFile,
        String testerAccount,
        Map<String, String> buildEnvironment,
        Path run,
        Path logs,
        Path backups,
        Database database,
        Cache cache,
        GamePorts gamePorts,
        Map<String, Service> services,
        Path players,
        Path ledger,
        Path notices,
        SandboxOptions options) {
    /** The role that migrations run as; its password is the owner's. */
    public static final String MIGRATION_ROLE = "norn_migrations";

    /** The files and folders of which it is made, the folder of all of them first: whatever else it names is the machine's. */
    public List<Path> ownPaths() {
        var paths = new ArrayList<>(List.of(
                root,
                repository,
                releases,
                active.getParent(),
                shared,
                importDirectory,
                maintenanceFile,
                run,
                logs,
                backups,
                database.dataDirectory,
                database.pidFile,
                database.logFile,
                cache.pidFile,
                cache.logFile,
                players,
                ledger,
                notices));
        services.values().forEach(service -> paths.addAll(List.of(service.pidFile, service.logFile)));
        settings.forEach(setting -> paths.add(setting.from));
        return paths;
    }

    /** A file that is copied, with its mode, from {@code from} to {@code to}, a path relative to the release. */
    public record Setting(Path from, String to) {}

    /**
     * The PostgreSQL server.
     *
     * @param tools the directory of pg_dump, pg_restore and psql that fit the server
     * @param server the directory of postgres and initdb
     * @param superuser a role that may do everything, for copying, renaming and restoring databases
     * @param owner the role that the services use; it owns the database and what is in it
     */
    public record Database(
            String host,
            int port,
            String name,
            String superuser,
            String superuserPassword,
            String owner,
            String ownerPassword,
            int major,
            Path tools,
            Path server,
            Path dataDirectory,
            Path pidFile,
            Path logFile) {

        /** The address for JDBC, without user and password. */
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        }
    }

    /** The Redis-protocol server. */
    public record Cache(String host, int port, String password, String url, Path pidFile, Path logFile) {}

    /** The ports that players connect to: login, then char, then map. */
    public record GamePorts(int login, int character, int map) {}

    /**
     * A service of a release. Start {@code command} in the directory that {@code active} resolves to, in a session of
     * its own, with the output appended to {@code logFile}; write {@code <pid> <start time>} into {@code pidFile}.
     *
     * @param environment added to the environment of whoever starts it
     * @param url where it answers HTTP; null where it does not
     * @param ports all that it listens on
     */
    public record Service(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path pidFile,
            Path logFile,
            @Nullable String url,
            List<Integer> ports) {}
}
