package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.database.backup.Backup;
import norn.database.backup.DumpRestorer;
import norn.database.migration.MigrationExclusions;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.DatabaseProperties;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.Server;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.TrialNames;
import norn.database.postgres.Volume;
import norn.files.FileTrees;
import norn.plan.Count;
import norn.plan.MomentText;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.state.Evidence;

/**
 * Tries the day beforehand, with its own code and roles, on a restored backup: the restore itself, the properties of the database, copy,
 * migrations with what they assert, verification, swap, and swap back. The database that serves is only read. What it leaves behind when it
 * is killed is removed by its next try, and listed with what is retained.
 */
final class TryDatabase {
    private final Order order;
    private final Attempt attempt;
    private final Database settings;
    private final Server server;
    private final TrialHost trialHost;
    private final String database;
    private final Map<String, Object> milliseconds = new LinkedHashMap<>();

    /** {@code inTrial} gives the same settings for a scratch database of that name. */
    TryDatabase(Database settings, Function<String, Database> inTrial, Order order, Attempt attempt) {
        this.settings = settings;
        this.order = order;
        this.attempt = attempt;
        this.server = Server.of(order, attempt);
        this.database = TrialNames.of(settings.name(), order.deployment());
        this.trialHost = new TrialHost(
                attempt.host(),
                inTrial.apply(database),
                attempt.evidenceFolder().resolve("trial-records"));
    }

    /** A part of the day. */
    private interface Part {
        Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException;
    }

    Evidence run() throws SQLException, InterruptedException {
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            dropAll(maintenance);
        }
        FileTrees.delete(trialHost.records());
        try {
            return tried();
        } finally {
            try (var maintenance = server.maintenance()) {
                dropAll(maintenance);
            }
            FileTrees.delete(trialHost.records());
        }
    }

    private Evidence tried() throws SQLException, InterruptedException {
        var backup = backup();
        long sizeBytes;
        try (var maintenance = server.maintenance()) {
            sizeBytes = Server.sizeBytes(maintenance, server.settings().name());
            Volume.ofServer(maintenance)
                    .ifPresent(volume -> volume.require(sizeBytes * 2 + sizeBytes / 10, "a trial of the day"));
            restore(backup, maintenance);
        }
        part("copy", settings::copy);
        var migrated = migrate();
        part("verify", settings::verifyMigrations);
        part("swap", settings::swap);
        part("back", settings::restore);
        var record = new TrialRecord(
                order.release(),
                attempt.clock().instant().toString(),
                sizeBytes,
                took("restore"),
                took("copy"),
                took("migrate"),
                took("swap"),
                took("back"));
        record.write(attempt.host().records());
        var migrations = migrated.values().get("milliseconds") instanceof Map<?, ?> each ? each.size() : 0;
        return attempt.evidence()
                .value("backup", backup.file())
                .value("takenAt", backup.takenAt())
                .value("sizeBytes", sizeBytes)
                .value("milliseconds", milliseconds)
                .value("migrations", migrated.values().get("milliseconds"))
                .value("assertions", migrated.values().get("assertions"))
                .value(MigrationExclusions.SETTING, migrated.values().get(MigrationExclusions.SETTING))
                .value("estimate", record.estimate())
                .done(
                        "%s tried on the backup of %s: restored in %s, copied in %s, %s in %s, swapped in %s and back in %s"
                                .formatted(
                                        order.release(),
                                        MomentText.ofIso(backup.takenAt()),
                                        TrialRecord.text(took("restore")),
                                        TrialRecord.text(took("copy")),
                                        Count.of(migrations, "migration"),
                                        TrialRecord.text(took("migrate")),
                                        TrialRecord.text(took("swap")),
                                        TrialRecord.text(took("back"))));
    }

    /** The deployment's newest dump of what serves; where it has none yet, one is taken. */
    private Backup backup() throws SQLException, InterruptedException {
        var present = newest();
        if (present.isPresent()) {
            return present.get();
        }
        var taking = new TrialAttempt(
                attempt,
                new TrialHost(attempt.host(), settings, attempt.host().records()),
                "back-up",
                new EvidenceBuilder(attempt.host(), attempt.clock()));
        new BackUpDatabase().run(order("back-up", Map.of("verify", false)), taking);
        return newest().orElseThrow();
    }

    private Optional<Backup> newest() {
        return Backup.newest(server.settings().backups(), order.deployment(), "live");
    }

    /** As a rollback would whose original is gone; the restore is compared with what the dump was taken of. */
    private void restore(Backup backup, Connection maintenance) throws SQLException, InterruptedException {
        var tools = PostgresTools.fitting(
                Server.major(maintenance), server.settings().tools());
        var live = Server.find(maintenance, server.settings().name()).orElseThrow();
        var started = System.nanoTime();
        new DumpRestorer(server, TrialAttempt.of(attempt, trialHost, "restore"), tools)
                .restoreInto(database, backup, maintenance);
        for (var statement : DatabaseProperties.statements(maintenance, live, database)) {
            SqlStatements.run(maintenance, statement);
        }
        SqlStatements.run(
                maintenance,
                "COMMENT ON DATABASE %s IS %s"
                        .formatted(
                                SqlStatements.name(database),
                                SqlStatements.text(
                                        TrialNames.comment(attempt.clock().instant()))));
        milliseconds.put("restore", (System.nanoTime() - started) / 1_000_000);
    }

    private Evidence migrate() throws SQLException, InterruptedException {
        var names = Server.of(order("migrate", Map.of()), TrialAttempt.of(attempt, trialHost, "migrate"))
                .names();
        try (var effects = MigrationEffects.watch(server.connect(names.next()))) {
            var migrated = part("migrate", settings::migrate);
            attempt.evidence().value("locks", effects.locks()).value("rewritten", effects.rewritten());
            return migrated;
        }
    }

    private Evidence part(String name, Part part) throws SQLException, InterruptedException {
        var started = System.nanoTime();
        try {
            return part.run(order(name, Map.of()), TrialAttempt.of(attempt, trialHost, name));
        } catch (SQLException failed) {
            throw inTrial(name, DatabaseFailure.of(name, failed));
        } catch (ActionFailed failed) {
            throw inTrial(name, failed);
        } finally {
            milliseconds.put(name, (System.nanoTime() - started) / 1_000_000);
        }
    }

    private static ActionFailed inTrial(String part, ActionFailed failed) {
        return new ActionFailed(
                failed.error(),
                "in the trial, %s: %s".formatted(part, failed.getMessage()),
                failed.remedy(),
                failed.retryable(),
                failed.getCause() == null ? failed : failed.getCause());
    }

    private long took(String part) {
        return milliseconds.get(part) instanceof Number taken ? taken.longValue() : 0;
    }

    /** Each part is a step of its own: so none ends another's sessions. */
    private Order order(String part, Map<String, Object> options) {
        return new Order(
                order.deployment(),
                order.environment(),
                order.release(),
                order.previousRelease(),
                order.component(),
                order.step() + "-" + part,
                order.attempt(),
                order.fence(),
                order.hostHash(),
                options,
                OrderContext.none());
    }

    private void dropAll(Connection maintenance) throws SQLException, InterruptedException {
        for (var each : Server.all(maintenance)) {
            if (each.name().startsWith(database)) {
                server.drop(maintenance, each.name());
            }
        }
    }
}
