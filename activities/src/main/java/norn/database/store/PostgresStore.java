package norn.database.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Reached;
import norn.database.backup.Backup;
import norn.database.backup.BackupVerification;
import norn.database.backup.DatabaseIdentity;
import norn.database.backup.DumpExchange;
import norn.database.backup.DumpWriter;
import norn.database.backup.RestoreObstacles;
import norn.database.postgres.DatabaseContent;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.OtherSessions;
import norn.database.postgres.Pooler;
import norn.database.postgres.PostgresAddress;
import norn.database.postgres.PostgresServerSettings;
import norn.database.postgres.PostgresSettings;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.RoleCheck;
import norn.database.postgres.SchemaListing;
import norn.database.postgres.Server;
import norn.database.postgres.SqlSession;
import norn.database.postgres.SqlStatements;
import norn.environment.Host;
import norn.files.AtomicFiles;
import norn.files.LenientJson;
import norn.files.Sha256;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database beside the main one: releases may change it, by whatever they migrate it with, and a rollback restores its dump
 * beside it and exchanges the two by renames.
 */
@Kind("postgresql")
record PostgresStore(
        String url,
        String name,
        String owner,
        String user,
        @Refers("secrets") @Nullable String passwordSecret,
        @Default("postgres") String maintenanceDatabase,
        @Nullable Path tools,
        Path backups,
        @Nullable Path offsite,
        boolean offsiteOnSameVolume,
        List<String> reference,
        boolean oldCodeFitsNewSchema)
        implements Store, PostgresServerSettings {
    /** PostgreSQL cuts names at 63 bytes; the longest of {@link DatabaseNames} adds 18. */
    private static final int MAX_NAME_BYTES = 45;

    private static final String DUMP = "database.dump";
    private static final Pattern MADE = Pattern.compile("__(?:check|next|bad)_(?<id>[0-9a-f]{8})(?:_[A-Za-z0-9]+)?");
    private static final Duration REACH_TIMEOUT = Duration.ofSeconds(5);

    /** Of the users' tables alone: the server writes to its own by itself. */
    private static final String WRITTEN =
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables";

    PostgresStore {
        reference = List.copyOf(reference);
        PostgresAddress.requireWithoutLogin(url);
        if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "name %s: expected 1 to %d bytes: the databases that Norn makes beside it get longer names"
                            .formatted(name, MAX_NAME_BYTES));
        }
        if (name.equals(maintenanceDatabase)) {
            throw new IllegalArgumentException(
                    "maintenanceDatabase %s: must be another database than the store".formatted(maintenanceDatabase));
        }
    }

    /**
     * That the dump is restored beside, and compared.
     *
     * @param aside the name for what serves now
     * @param identity of the restored database
     */
    private record RestoredBeside(String backup, String aside, String identity) {}

    /** Something to do with the server, where a session may fail. */
    private interface Work<T> {
        T with(Server server, Connection maintenance) throws SQLException, InterruptedException;
    }

    private <T> T on(StoreRun run, String doing, Work<T> work) throws InterruptedException {
        var server = Server.of(this, run.order(), run.attempt());
        try (var maintenance = server.maintenance()) {
            return work.with(server, maintenance);
        } catch (SQLException failed) {
            throw DatabaseFailure.of("%s: %s".formatted(run.name(), doing), failed);
        }
    }

    /** The same of what ends at once. */
    private <T> T shortly(StoreRun run, String doing, Work<T> work) {
        try {
            return on(run, doing, work);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Attempt.Stopped("interrupted");
        }
    }

    @Override
    public String kind() {
        return "postgresql";
    }

    @Override
    public Reached reach(String store, Host host) {
        var what = "store %s: PostgreSQL %s, database %s".formatted(store, url, name);
        var password =
                passwordSecret == null ? null : host.secret(passwordSecret).strip();
        try (var session = SqlSession.at(PostgresAddress.of(url).database(name))
                .as(user, password)
                .withTimeout(REACH_TIMEOUT)
                .onlyReading()
                .open()) {
            return new Reached(what, Pooler.problem(session));
        } catch (SQLException refused) {
            return new Reached(what, Pooler.problem(refused));
        }
    }

    @Override
    public long sizeBytes(StoreRun run) {
        return shortly(run, "reading its size", (server, maintenance) -> Server.sizeBytes(maintenance, name));
    }

    @Override
    public List<String> problems(StoreRun run) throws InterruptedException {
        var problems = new ArrayList<String>();
        if (run.host()
                .section(PostgresSettings.class)
                .filter(main -> main.url().equals(url) && main.name().equals(name))
                .isPresent()) {
            problems.add(
                    "%s is the environment's main database: name it in the section database alone".formatted(name));
        }
        try {
            on(run, "checking it", (server, maintenance) -> {
                PostgresTools.fitting(Server.major(maintenance), tools);
                problems.addAll(RoleCheck.problems(server, maintenance));
                for (var session : OtherSessions.thatStay(maintenance, name)) {
                    problems.add(
                            "%s cannot be ended by role %s, and would hold a rollback up: GRANT pg_signal_backend TO it"
                                    .formatted(session, user));
                }
                try (var live = server.live()) {
                    problems.addAll(new RestoreObstacles(live, user).problems());
                    for (var table : reference) {
                        if (SqlStatements.text(live, "SELECT to_regclass(?)::text", table)
                                .isEmpty()) {
                            problems.add(
                                    "reference: %s has no table %s that role %s finds".formatted(name, table, user));
                        }
                    }
                }
                return problems;
            });
        } catch (ActionFailed failed) {
            problems.add(String.valueOf(failed.getMessage()));
        }
        return problems;
    }

    @Override
    public StoreContent backUp(StoreRun run, String of, Path folder) throws InterruptedException {
        return on(run, "dumping it", (server, maintenance) -> {
            server.endEarlierSessions(maintenance);
            var fitting = PostgresTools.fitting(Server.major(maintenance), tools);
            var before = written(server);
            var taken =
                    new DumpWriter(server, run.order(), run.attempt(), fitting).take(name, of, folder.resolve(DUMP));
            if (of.equals("closed") && written(server) > before) {
                throw new ActionFailed(
                        "StoreIsWritten",
                        "%s: somebody writes to %s although everything is stopped".formatted(run.name(), name),
                        "Find it (pg_stat_activity) and stop it, then RETRY: what it writes from now on would be in no"
                                + " backup.",
                        true);
            }
            return new StoreContent(
                    "pg_dump " + taken.tool(),
                    "PostgreSQL " + taken.server(),
                    taken.schemaSha256(),
                    taken.content().tables(),
                    List.of(),
                    List.of("roles and their rights, which belong to the server"));
        });
    }

    private static long written(Server server) throws SQLException {
        try (var live = server.live()) {
            return SqlStatements.number(live, WRITTEN);
        }
    }

    @Override
    public void verify(StoreRun run, StoreBackup backup) throws InterruptedException {
        on(run, "verifying its backup", (server, maintenance) -> {
            server.endEarlierSessions(maintenance);
            var fitting = PostgresTools.fitting(Server.major(maintenance), tools);
            new BackupVerification(server, run.attempt(), fitting).verify(dump(backup), maintenance);
            return backup;
        });
    }

    /** The dump in that folder, whose bytes were compared with those that were written. */
    private Backup dump(StoreBackup backup) {
        var file = backup.path().resolve(DUMP);
        var content = backup.content();
        return new Backup(
                file.toString(),
                Sha256.of(file),
                backup.sizeBytes(),
                name,
                backup.of(),
                backup.deployment(),
                backup.takenAt(),
                content.server(),
                content.tool(),
                String.valueOf(content.schemaSha256()),
                new DatabaseContent(content.tables()),
                backup.verified());
    }

    @Override
    public Map<String, String> fingerprint(StoreRun run) throws InterruptedException {
        return on(run, "taking its fingerprint", (server, maintenance) -> {
            var parts = new LinkedHashMap<String, String>();
            if (Server.find(maintenance, name)
                    .filter(Server.DatabaseState::open)
                    .isEmpty()) {
                parts.put(SCHEMA, "closed");
                return parts;
            }
            try (var live = server.live()) {
                if (!reference.isEmpty()) {
                    parts.put(
                            "reference data",
                            server.takingLong("reading " + name, live, () -> DatabaseContent.ofTables(live, reference))
                                    .sha256());
                }
                parts.put(SCHEMA, Sha256.of(SchemaListing.text(live)));
            }
            return parts;
        });
    }

    @Override
    public String restore(StoreRun run, StoreBackup backup) throws InterruptedException {
        return on(run, "bringing it back", (server, maintenance) -> {
            server.endEarlierSessions(maintenance);
            var record = restoring(run, backup.deployment());
            var exchange = new DumpExchange(server, run.attempt(), maintenance);
            var names = DatabaseNames.of(name, backup.deployment());
            var live = Server.find(maintenance, name)
                    .orElseThrow(() -> new ActionFailed(
                            "DatabaseMissing",
                            "%s: %s does not exist on the server".formatted(run.name(), name),
                            "Create it, or give what replaced it that name; then RETRY.",
                            false));
            var restored = begun(record, backup, maintenance, names);
            if (restored.isEmpty()) {
                var beside = exchange.restoreBeside(dump(backup), live, names.next());
                restored = Optional.of(new RestoredBeside(
                        backup.folder(), Server.unusedName(maintenance, names.bad()), DatabaseIdentity.of(beside)));
                LenientJson.write(record, restored.get());
            }
            if (!DatabaseIdentity.of(live).equals(restored.get().identity())) {
                exchange.exchange(live, names.next(), restored.get().aside());
            }
            run.attempt().checkFence();
            AtomicFiles.delete(record);
            return "in the database " + restored.get().aside();
        });
    }

    /** What an earlier try has restored, where it is still there: beside, or in its place already. */
    private Optional<RestoredBeside> begun(Path record, StoreBackup backup, Connection maintenance, DatabaseNames names)
            throws SQLException {
        var noted = LenientJson.read(record, RestoredBeside.class)
                .filter(found -> found.backup().equals(backup.folder()));
        if (noted.isEmpty()) {
            return noted;
        }
        for (var place : List.of(name, names.next())) {
            var there = Server.find(maintenance, place);
            if (there.isPresent()
                    && DatabaseIdentity.of(there.get()).equals(noted.get().identity())) {
                return noted;
            }
        }
        return Optional.empty();
    }

    private static Path restoring(StoreRun run, String deployment) {
        return run.record(deployment, ".restoring.json");
    }

    @Override
    public boolean isBeingRestored(StoreRun run, String deployment) {
        return LenientJson.read(restoring(run, deployment), RestoredBeside.class)
                .isPresent();
    }

    @Override
    public List<Leftover> leftovers(StoreRun run) {
        return shortly(run, "listing what is beside it", (server, maintenance) -> {
            var leftovers = new ArrayList<Leftover>();
            for (var database : Server.all(maintenance)) {
                if (database.name().startsWith(name + "__")) {
                    var match = MADE.matcher(database.name().substring(name.length()));
                    if (match.matches()) {
                        leftovers.add(new Leftover(
                                database.name(), match.group("id"), Server.sizeBytes(maintenance, database.name())));
                    }
                }
            }
            return leftovers;
        });
    }

    @Override
    public void drop(StoreRun run, Leftover leftover) {
        shortly(run, "dropping " + leftover.name(), (server, maintenance) -> {
            server.drop(maintenance, leftover.name());
            return leftover;
        });
    }
}
