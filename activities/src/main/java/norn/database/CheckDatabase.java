package norn.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.database.backup.OffsiteFolder;
import norn.database.backup.RestoreObstacles;
import norn.database.migration.ForeignHistory;
import norn.database.migration.MigrationFile;
import norn.database.migration.MigrationFolder;
import norn.database.migration.MigrationRole;
import norn.database.migration.Migrations;
import norn.database.postgres.PostgresTools;
import norn.database.postgres.RoleCheck;
import norn.database.postgres.Server;
import norn.database.postgres.SqlScanner;
import norn.database.postgres.SqlStatements;
import norn.database.postgres.Volume;
import norn.limit.Limits;
import norn.plan.Order;
import norn.plan.ShortText;
import norn.state.Evidence;

/** Checks that the database, its server, this host and the migrations are ready for what is planned. Changes nothing. */
final class CheckDatabase {
    Evidence run(Order order, Attempt attempt) throws SQLException {
        var server = Server.of(order, attempt);
        var problems = new ArrayList<String>();
        try (var maintenance = server.maintenance();
                var live = server.live()) {
            var size = Server.sizeBytes(maintenance, server.settings().name());
            attempt.evidence()
                    .value("server", live.getMetaData().getDatabaseProductVersion())
                    .value("sizeBytes", size)
                    .value("tables", SqlStatements.number(live, VerifyMigrations.TABLES));
            problems.addAll(tools(server, maintenance, attempt));
            problems.addAll(
                    RoleCheck.missing(maintenance, server.migrationSettings().roles()));
            problems.addAll(RoleCheck.problems(server, maintenance));
            problems.addAll(MigrationRole.problems(server, maintenance, live));
            problems.addAll(migrationLogin(server));
            problems.addAll(extensions(server, live));
            problems.addAll(new RestoreObstacles(live, server.settings().user()).problems());
            problems.addAll(new CopyObstacles(server, maintenance, live).problems());
            problems.addAll(space(server, maintenance, size, attempt));
        }
        OffsiteFolder.of(server.settings()).flatMap(OffsiteFolder::problem).ifPresent(problems::add);
        var folder = migrationFolder(order, attempt);
        if (folder.isPresent()) {
            problems.addAll(migrations(server, folder.get(), attempt));
        }
        if (!problems.isEmpty()) {
            throw new ActionFailed(
                    "DatabaseNotReady", String.join("; ", problems), "Fix each of these, then RETRY.", false);
        }
        return attempt.evidence()
                .done("%s is ready: server, roles, extensions, space and migrations%s"
                        .formatted(
                                server.settings().name(),
                                folder.map(MigrationFolder::exclusionsText).orElse("")));
    }

    private static List<String> tools(Server server, Connection maintenance, Attempt attempt) throws SQLException {
        try {
            var tools = PostgresTools.fitting(
                    Server.major(maintenance), server.settings().tools());
            attempt.evidence().value("tool", "pg_dump " + tools.version());
            return List.of();
        } catch (ActionFailed none) {
            return List.of(String.valueOf(none.getMessage()));
        }
    }

    /** Whether the migrations' role gets in at all; whether into the copy is seen when there is one. */
    private static List<String> migrationLogin(Server server) throws SQLException {
        try (var session = server.connectForMigrations(server.settings().maintenanceDatabase())) {
            return session.isValid(5) ? List.of() : List.of("the session of migrationUser ends at once");
        } catch (ActionFailed refused) {
            return refused.error().equals("LoginRefused")
                    ? List.of(String.valueOf(refused.getMessage()))
                    : List.of(); // it may not enter this database, and need not
        }
    }

    private static List<String> extensions(Server server, Connection live) throws SQLException {
        var problems = new ArrayList<String>();
        for (var extension : server.migrationSettings().extensions()) {
            if (SqlStatements.number(live, "SELECT count(*) FROM pg_available_extensions WHERE name = ?", extension)
                    == 0) {
                problems.add("extension %s is not installed on the server".formatted(extension));
            }
        }
        return problems;
    }

    private static List<String> space(Server server, Connection maintenance, long size, Attempt attempt)
            throws SQLException {
        var needed = (long) (size * server.migrationSettings().spaceFactor());
        attempt.evidence().value("neededBytes", needed);
        var volume = Volume.ofServer(maintenance);
        if (volume.isEmpty()) {
            attempt.evidence().value("spaceOfServer", "not known here: the server is on another host");
            return List.of();
        }
        var free = volume.get().freeBytes();
        attempt.evidence().value("freeBytes", free);
        return free >= needed
                ? List.of()
                : List.of("%s: %d MB free, %.1f sizes of the database are %d MB"
                        .formatted(
                                volume.get().folder(),
                                free >> 20,
                                server.migrationSettings().spaceFactor(),
                                needed >> 20));
    }

    /** The release's migrations, where it is on this host already; an order may require that. */
    private static Optional<MigrationFolder> migrationFolder(Order order, Attempt attempt) {
        try {
            return Optional.of(MigrationFolder.of(order, attempt));
        } catch (ActionFailed missing) {
            if (Options.of(order).flag("migrations")) {
                throw missing;
            }
            attempt.evidence().value("migrations", "the release is not checked out yet");
            return Optional.empty();
        }
    }

    private static List<String> migrations(Server server, MigrationFolder folder, Attempt attempt) throws SQLException {
        var files = folder.files();
        var problems = new ArrayList<>(folder.problems());
        if (files.isEmpty() && problems.isEmpty()) {
            problems.add(folder.emptiness());
        }
        var migrations = new Migrations(server, files, server.settings().name());
        if (problems.isEmpty()) {
            problems.addAll(history(migrations));
            problems.addAll(foreignHistory(server, files));
        }
        for (var file : pending(migrations, files)) {
            for (var finding : SqlScanner.findings(file.sql())) {
                problems.add("%s:%s".formatted(file.name(), finding));
            }
        }
        attempt.evidence()
                .value("migrations", files.size())
                .value(
                        "files",
                        ShortText.of(
                                files.stream().map(MigrationFile::name).collect(Collectors.joining(", ")),
                                Limits.LINE_CHARACTERS));
        folder.addExclusions(attempt.evidence());
        return problems;
    }

    /** Where the release and what the live database records do not agree; nothing where it records nothing yet. */
    private static List<String> history(Migrations migrations) {
        try {
            return migrations.problems();
        } catch (ActionFailed unknown) {
            return unknown.error().equals("MigrationsUnusable")
                    ? List.of(String.valueOf(unknown.getMessage()))
                    : List.of();
        }
    }

    private static List<String> foreignHistory(Server server, List<MigrationFile> files) throws SQLException {
        try (var live = server.live()) {
            return new ForeignHistory(live)
                    .problems(files, server.migrationSettings().baseline());
        }
    }

    /** Those that are to be applied; all of them where nobody knows what is applied. */
    private static List<MigrationFile> pending(Migrations migrations, List<MigrationFile> files) {
        if (files.isEmpty()) {
            return files;
        }
        try {
            var pending = migrations.pendingFiles();
            return files.stream().filter(file -> pending.contains(file.name())).toList();
        } catch (ActionFailed unknown) {
            return files;
        }
    }
}
