package norn.database.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Reached;
import norn.database.mariadb.MariadbAddress;
import norn.database.mariadb.MariadbDump;
import norn.database.mariadb.MariadbRestore;
import norn.database.mariadb.MariadbSchema;
import norn.database.mariadb.MariadbServer;
import norn.database.mariadb.MariadbSession;
import norn.database.mariadb.MariadbSettings;
import norn.database.mariadb.MariadbTools;
import norn.database.mariadb.TableContents;
import norn.database.mariadb.TableExchange;
import norn.database.postgres.DatabaseNames;
import norn.environment.Host;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * A database on a MariaDB server, such as that of the game servers' players; see {@link MariadbSettings} for what the settings of the
 * server mean.
 */
@Kind("mariadb")
record MariadbStore(
        String address,
        String user,
        @Refers("secrets") @Nullable String passwordSecret,
        String database,
        boolean tls,
        @Nullable Path certificates,
        @Nullable Path tools,
        Path backups,
        @Nullable Path offsite,
        boolean offsiteOnSameVolume,
        List<String> withoutRows,
        List<String> reference,
        boolean oldCodeFitsNewSchema)
        implements Store, MariadbSettings {
    /** MariaDB's names have 64 characters at most; the longest of Norn's own adds 20. */
    private static final int MAX_NAME = 44;

    /** What moving tables, and defining views, routines, triggers and events again, needs. */
    private static final List<String> EXCHANGES = List.of(
            "ALTER", "CREATE", "DROP", "INSERT", "CREATE VIEW", "CREATE ROUTINE", "ALTER ROUTINE", "TRIGGER", "EVENT");

    private static final Pattern MADE = Pattern.compile("__(?:check|back|bad)_(?<id>[0-9a-f]{8})(?:_[a-z0-9]+)?");

    private static final Duration REACH_TIMEOUT = Duration.ofSeconds(5);

    MariadbStore {
        withoutRows = List.copyOf(withoutRows);
        reference = List.copyOf(reference);
        MariadbAddress.of(address);
        if (database.isBlank() || database.length() > MAX_NAME || database.startsWith("-")) {
            throw new IllegalArgumentException(
                    "database %s: expected 1 to %d characters: the databases that Norn makes beside it get longer names"
                            .formatted(database, MAX_NAME));
        }
        if (certificates != null && !tls) {
            throw new IllegalArgumentException("certificates: are used with tls: true only");
        }
    }

    @Override
    public String kind() {
        return "mariadb";
    }

    @Override
    public Reached reach(String name, Host host) {
        var what = "store %s: MariaDB %s, database %s".formatted(name, address, database);
        try (var session = new MariadbServer(this, host).open(database, REACH_TIMEOUT)) {
            return new Reached(what, session.number("SELECT 1") == 1 ? null : "the session does not answer");
        } catch (ActionFailed refused) {
            return new Reached(what, refused.getMessage());
        }
    }

    @Override
    public long sizeBytes(StoreRun run) {
        var server = new MariadbServer(this, run.host());
        try (var session = server.open()) {
            return MariadbServer.sizeBytes(session, database);
        }
    }

    /** With the day's own user: what it may see, and whether it may restore at all. */
    @Override
    public List<String> problems(StoreRun run) {
        var server = new MariadbServer(this, run.host());
        var problems = new ArrayList<String>();
        try {
            MariadbTools.of(this);
        } catch (ActionFailed missing) {
            problems.add(String.valueOf(missing.getMessage()));
        }
        try (var session = server.open()) {
            MariadbSchema.of(session, database, true);
            var tables = TableContents.of(session, database).stream()
                    .map(TableContents.DumpedTable::name)
                    .toList();
            problems.addAll(missing("withoutRows", withoutRows, tables));
            problems.addAll(missing("reference", reference, tables));
            if (tables.isEmpty()) {
                problems.add("%s holds no table that the user %s can see".formatted(database, user));
            }
            problems.addAll(exchangeProblems(session));
            problems.addAll(scratchProblems(server, session, scratch(run, "check")));
        } catch (ActionFailed failed) {
            problems.add(String.valueOf(failed.getMessage()));
        }
        return problems;
    }

    private List<String> missing(String field, List<String> named, List<String> tables) {
        return named.stream()
                .filter(table -> !tables.contains(table))
                .map(table -> "%s: %s has no table %s".formatted(field, database, table))
                .toList();
    }

    /** Whether a rollback may exchange its tables; where the user has roles, only the attempt would say so. */
    private List<String> exchangeProblems(MariadbSession session) {
        if (session.number("SELECT COUNT(*) FROM information_schema.APPLICABLE_ROLES") > 0) {
            return List.of();
        }
        var held = session.list("""
            SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
            UNION SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE ? LIKE TABLE_SCHEMA\
            """, row -> row.getString(1), database);
        var missing = EXCHANGES.stream().filter(right -> !held.contains(right)).collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? List.of()
                : List.of("the user %s could not put %s back after a release has changed it: GRANT %s ON `%s`.* to it"
                        .formatted(user, database, missing, database.replace("_", "\\_")));
    }

    private List<String> scratchProblems(MariadbServer server, MariadbSession session, String scratch) {
        try {
            MariadbServer.drop(session, scratch);
            server.create(session, scratch);
            session.run("CREATE TABLE %s (id INT PRIMARY KEY)".formatted(MariadbSession.name(scratch, "norn")));
            session.run("INSERT INTO %s VALUES (1)".formatted(MariadbSession.name(scratch, "norn")));
            MariadbServer.drop(session, scratch);
            return List.of();
        } catch (ActionFailed refused) {
            if (!refused.error().equals("NotAllowed")) {
                return List.of(
                        "no dump can be verified, in the database %s: %s".formatted(scratch, refused.getMessage()));
            }
            return List.of(
                    "the user %s may not create, fill and drop the database %s, in which a dump is verified: GRANT ALL ON `%s\\_\\_%%`.* to it"
                            .formatted(user, scratch, database.replace("_", "\\_")));
        }
    }

    @Override
    public StoreContent backUp(StoreRun run, String of, Path folder) throws InterruptedException {
        var taken = new MariadbDump(run.name(), new MariadbServer(this, run.host()), run.attempt()).take(folder);
        if (of.equals("closed") && !taken.changing().isEmpty()) {
            throw new ActionFailed(
                    "StoreIsWritten",
                    "%s: somebody writes to %s although everything is stopped: %s"
                            .formatted(run.name(), database, String.join(", ", taken.changing())),
                    "Find it (SHOW PROCESSLIST) and stop it, then RETRY: what it writes from now on would be in no"
                            + " backup.",
                    true);
        }
        var excluded = new ArrayList<String>();
        withoutRows.forEach(table -> excluded.add("the rows of " + table));
        excluded.add("users and their rights, which belong to the server");
        return new StoreContent(
                "mariadb-dump " + taken.tool(),
                "MariaDB " + taken.server(),
                taken.schemaSha256(),
                taken.contents().tables(),
                taken.changing(),
                excluded);
    }

    @Override
    public void verify(StoreRun run, StoreBackup backup) throws InterruptedException {
        var server = new MariadbServer(this, run.host());
        var scratch = scratch(run, backup.of());
        try {
            restoreInto(run, scratch, backup);
        } finally {
            try (var session = server.maintenance()) {
                MariadbServer.drop(session, scratch);
            }
        }
    }

    private void restoreInto(StoreRun run, String into, StoreBackup backup) throws InterruptedException {
        var content = backup.content();
        new MariadbRestore(run.name(), new MariadbServer(this, run.host()), run.attempt())
                .restoreInto(
                        into,
                        scratch(run, "schema"),
                        backup.path(),
                        new MariadbRestore.Expected(
                                String.valueOf(content.schemaSha256()),
                                new TableContents(content.tables()),
                                content.changing()));
    }

    @Override
    public Map<String, String> fingerprint(StoreRun run) throws InterruptedException {
        var server = new MariadbServer(this, run.host());
        try (var session = server.open()) {
            var parts = new LinkedHashMap<String, String>();
            parts.put("schema", MariadbSchema.of(session, database, true).sha256());
            if (!reference.isEmpty()) {
                parts.put(
                        "reference data",
                        TableContents.read(server, session, database, reference, run.attempt())
                                .sha256());
            }
            return parts;
        }
    }

    @Override
    public String restore(StoreRun run, StoreBackup backup) throws InterruptedException {
        var restore = new MariadbRestore(run.name(), new MariadbServer(this, run.host()), run.attempt());
        var aside = exchange(run, backup.deployment())
                .run(
                        backup.folder(),
                        beside -> restoreInto(run, beside, backup),
                        live -> restore.events(live, backup.path()));
        return "in the database " + aside;
    }

    @Override
    public boolean isBeingRestored(StoreRun run, String deployment) {
        return exchange(run, deployment).isUnfinished();
    }

    private TableExchange exchange(StoreRun run, String deployment) {
        var id = DatabaseNames.id(deployment);
        return new TableExchange(
                new MariadbServer(this, run.host()),
                "%s__back_%s".formatted(database, id),
                "%s__bad_%s".formatted(database, id),
                run.record(deployment, ".restoring.json"),
                run.attempt());
    }

    @Override
    public List<Leftover> leftovers(StoreRun run) {
        try (var session = new MariadbServer(this, run.host()).maintenance()) {
            return session
                    .list(
                            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE LEFT(SCHEMA_NAME, ?) = ? ORDER"
                                    + " BY 1",
                            row -> row.getString(1),
                            database.length() + 2,
                            database + "__")
                    .stream()
                    .flatMap(name -> leftover(session, name).stream())
                    .toList();
        }
    }

    private Optional<Leftover> leftover(MariadbSession session, String name) {
        var match = MADE.matcher(name.substring(database.length()));
        return match.matches()
                ? Optional.of(new Leftover(name, match.group("id"), MariadbServer.sizeBytes(session, name)))
                : Optional.empty();
    }

    @Override
    public void drop(StoreRun run, Leftover leftover) {
        try (var session = new MariadbServer(this, run.host()).maintenance()) {
            MariadbServer.drop(session, leftover.name());
        }
    }

    /** A database that Norn makes for a while, for one purpose. */
    private String scratch(StoreRun run, String purpose) {
        return "%s__check_%s_%s".formatted(database, run.id(), purpose.substring(0, 2));
    }
}
