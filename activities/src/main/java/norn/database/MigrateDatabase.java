package norn.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.migration.CopyStage;
import norn.database.migration.MigrationAssertions;
import norn.database.migration.MigrationFolder;
import norn.database.migration.MigrationRole;
import norn.database.migration.Migrations;
import norn.database.postgres.Server;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the copy, one migration a call. Production is never written: a copy whose migration failed, or was killed, is
 * dropped, and created anew by the next attempt.
 */
final class MigrateDatabase {
    private static final List<String> DROPS_THE_COPY = List.of("MigrationFailed", "AssertionFailed");

    Evidence run(Order order, Attempt attempt) throws SQLException, InterruptedException {
        var server = Server.of(order, attempt);
        var names = server.names();
        var folder = MigrationFolder.of(order, attempt);
        var files = folder.files();
        folder.addExclusions(attempt.evidence());
        try (var maintenance = server.maintenance()) {
            server.endEarlierSessions(maintenance);
            var migrationCopy = new MigrationCopy(server, order, attempt, maintenance);
            if (migrationCopy.isSwapped()) {
                return attempt.evidence().alreadySo("the migrated copy is the one that serves");
            }
            var migrations = new Migrations(server, files, names.next());
            var copyStage = migrationCopy.stage().orElse(null);
            if (copyStage == CopyStage.MIGRATED && migrations.pending().isEmpty()) {
                return attempt.evidence()
                        .value("applied", migrations.applied().size())
                        .alreadySo("%s is migrated".formatted(names.next()));
            }
            if (copyStage != CopyStage.COPIED) {
                restart(copyStage, migrationCopy);
            }
            attempt.checkFence();
            CopyStage.MIGRATING.save(maintenance, names.next());
            try {
                apply(
                        migrations,
                        new MigrationAssertions(server, names.next(), files),
                        new MigrationRole(server, names.next()),
                        attempt);
            } catch (ActionFailed failed) {
                if (DROPS_THE_COPY.contains(failed.error())) {
                    server.drop(maintenance, names.next());
                }
                throw failed;
            }
            attempt.checkFence();
            CopyStage.MIGRATED.save(maintenance, names.next());
            var applied = migrations.applied().size();
            return attempt.evidence()
                    .value("applied", applied)
                    .done("%s migrated: %s applied in all%s"
                            .formatted(names.next(), Count.of(applied, "migration"), folder.exclusionsText()));
        }
    }

    private static void restart(@Nullable CopyStage copyStage, MigrationCopy migrationCopy)
            throws SQLException, InterruptedException {
        migrationCopy.create();
        if (copyStage == CopyStage.MIGRATING) {
            migrationCopy.evidence("restarted", true);
        }
    }

    private static void apply(
            Migrations migrations, MigrationAssertions assertions, MigrationRole role, Attempt attempt)
            throws SQLException, InterruptedException {
        migrations.baseline();
        var pending = migrations.pending();
        attempt.checkFence();
        role.takeOver();
        var log = new ArrayList<String>();
        var milliseconds = new LinkedHashMap<String, Object>();
        var checked = 0;
        for (var migration : pending) {
            attempt.checkFence();
            var started = attempt.clock().instant();
            migrations.apply(migration, attempt);
            var duration = Duration.between(started, attempt.clock().instant());
            milliseconds.put(migrations.name(migration), duration.toMillis());
            log.add("%s %s %d ms".formatted(started, migrations.name(migration), duration.toMillis()));
            checked += assertions.check(migrations.name(migration), attempt);
        }
        attempt.checkFence();
        role.giveBack();
        attempt.evidence()
                .value("migrations", pending.size())
                .value("milliseconds", milliseconds)
                .value("assertions", checked)
                .artifact(attempt.evidenceFolder(), "migrations.txt", String.join("\n", log) + "\n");
    }
}
