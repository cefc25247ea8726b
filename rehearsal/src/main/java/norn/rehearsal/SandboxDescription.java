package norn.rehearsal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import norn.rehearsal.system.Checksums;
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
 * @param production what a sandbox like production has beside; null: it is a plain one
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
        SandboxOptions options,
        @Nullable Production production) {
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
        if (production != null) {
            paths.addAll(List.of(
                    production.tree,
                    production.pm2Home,
                    production.characters.directory,
                    production.characters.pidFile,
                    production.characters.logFile));
        }
        services.values().forEach(service -> paths.addAll(List.of(service.pidFile, service.logFile)));
        settings.forEach(setting -> paths.add(setting.from));
        return paths;
    }

    /** Where the release lies that is in service: a release's folder, or what leads to it. */
    Path installed() {
        return production == null ? active : production.tree;
    }

    /**
     * The file of the unit that a service of {@link Manager#SYSTEMD} is; the unit has its name, which no other sandbox's has: it is
     * made of the path.
     */
    public Path unit(Service service) {
        var id = Checksums.ofText(root.toString()).substring(0, 10);
        return root.resolve("units").resolve("norn-sandbox-%s-%s.service".formatted(id, service.name));
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
     * What a sandbox like production has beside what each has.
     *
     * @param tree the folder in which the old release was installed by hand; once it is adopted, a link to the active one
     * @param node the program {@code node}
     * @param pm2 the words that run pm2
     * @param pm2Home the folder of pm2's files
     * @param pythonPackages the folder of what the AI service's build installs
     * @param systemctl the words that run systemctl with the systemd of a user; null: none runs a service
     */
    public record Production(
            Path tree,
            Path node,
            List<String> pm2,
            Path pm2Home,
            Path pythonPackages,
            Characters characters,
            @Nullable List<String> systemctl) {}

    /**
     * The MariaDB server of the characters.
     *
     * @param owner the user of the services, {@code user} that of Norn
     * @param tools the folder of mariadbd, mariadb-dump and mariadb
     * @param share what the server needs of its own files
     * @param directory the folder of its data
     */
    public record Characters(
            int port,
            String database,
            String owner,
            String ownerPassword,
            String user,
            String userPassword,
            Path tools,
            Path share,
            Path directory,
            Path pidFile,
            Path logFile) {
        /** Where the services find it, with their user and password. */
        String url() {
            return "mysql://%s:%s@127.0.0.1:%d/%s".formatted(owner, ownerPassword, port, database);
        }
    }

    /** What starts and stops a service. */
    public enum Manager {
        PROCESS,
        SCRIPT,
        PM2,
        SYSTEMD;

        /** Its name in an environment file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A service of a release. What {@link Manager#PROCESS} is: start {@code command} in the directory that {@code active} resolves to, in a session of
     * its own, with the output appended to {@code logFile}; write {@code <pid> <start time>} into {@code pidFile}.
     *
     * @param environment added to the environment of whoever starts it
     * @param url where it answers HTTP; null where it does not
     * @param ports all that it listens on
     * @param manager what starts it: for {@link Manager#SCRIPT}, {@code command} is the script and its words without the verb; for
     *     {@link Manager#PM2}, the file that defines it; for {@link Manager#SYSTEMD}, what the unit runs
     */
    public record Service(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path pidFile,
            Path logFile,
            @Nullable String url,
            List<Integer> ports,
            Manager manager) {
        public Service {
            manager = Objects.requireNonNullElse(manager, Manager.PROCESS); // of a sandbox that an earlier version made
        }
    }
}
