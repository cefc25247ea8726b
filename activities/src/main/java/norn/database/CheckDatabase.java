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
import norn.database.migration.MigrationFile;
import norn.database.migration.MigrationFolder;
import norn.database.migration.MigrationRole;
import norn.database.migration.Migrations;
import norn.database.postgres.PostgresTools;
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
            problems.addAll(pooler(live));
            problems.addAll(tools(server, maintenance, attempt));
            problems.addAll(roles(server, maintenance));
            problems.addAll(MigrationRole.problems(server, maintenance, live));
            problems.addAll(migrationLogin(server));
            problems.addAll(extensions(server, live));
            problems.addAll(new RestoreObstacles(live, server.settings().user()).problems());
            problems.addAll(new CopyObstacles(server, maintenance, live).problems());
            problems.addAll(space(server, maintenance, size, attempt));
        }
        OffsiteFolder.of(server.settings()).flatMap(OffsiteFolder::problem).ifPresent(problems::add);
        problems.addAll(migrations(server, order, attempt));
        if (!problems.isEmpty()) {
            throw new ActionFailed(
                    "DatabaseNotReady", String.join("; ", problems), "Fix each of these, then RETRY.", false);
        }
        return attempt.evidence()
                .done("%s is ready: server, roles, extensions, space and migrations"
                        .formatted(server.settings().name()));
    }

    /** One that passes Norn's sessions on to others' drops what they begin with. */
    private static List<String> pooler(Connection live) throws SQLException {
        var limit = SqlStatements.text(live, "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'");
        return limit.equals(Optional.of(Long.toString(Limits.STATEMENT.toMillis())))
                ? List.of()
                : List.of("url leads to a pooler, not to PostgreSQL itself: a session there does not begin with what"
                        + " Norn sets");
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

    private static List<String> roles(Server server, Connection maintenance) throws SQLException {
        var problems = new ArrayList<String>();
        var settings = server.settings();
        var wanted = new ArrayList<>(settings.roles());
        wanted.add(settings.owner());
        for (var role : wanted) {
            if (SqlStatements.number(maintenance, "SELECT count(*) FROM pg_roles WHERE rolname = ?", role) == 0) {
                problems.add("role %s does not exist".formatted(role));
            }
        }
        if (!SqlStatements.text(
                        maintenance, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
                .equals(Optional.of("t"))) {
            problems.add("role %s may not create databases".formatted(settings.user()));
        }
        if (SqlStatements.number(
                        maintenance,
                        "SELECT count(*) FROM pg_roles WHERE rolname = ? AND pg_has_role(current_user, oid, 'MEMBER')",
                        settings.owner())
                == 0) {
            problems.add("role %s is no member of %s".formatted(settings.user(), settings.owner()));
        }
        if (SqlStatements.number(maintenance, """
            SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = ? AND s.setrole <> 0\
            """, settings.name()) > 0
                && !SqlStatements.text(
                                maintenance,
                                "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
                        .equals(Optional.of("t"))) {
            problems.add("roles have settings of their own in %s, and role %s may not copy them (CREATEROLE)"
                    .formatted(settings.name(), settings.user()));
        }
        var owner = Server.find(maintenance, settings.name())
                .map(Server.DatabaseState::owner)
                .orElse("");
        if (!owner.equals(settings.owner())) {
            problems.add("database %s belongs to %s, not to %s".formatted(settings.name(), owner, settings.owner()));
        }
        return problems;
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
        for (var extension : server.settings().extensions()) {
            if (SqlStatements.number(live, "SELECT count(*) FROM pg_available_extensions WHERE name = ?", extension)
                    == 0) {
                problems.add("extension %s is not installed on the server".formatted(extension));
            }
        }
        return problems;
    }

    private static List<String> space(Server server, Connection maintenance, long size, Attempt attempt)
            throws SQLException {
        var needed = (long) (size * server.settings().spaceFactor());
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
                                server.settings().spaceFactor(),
                                needed >> 20));
    }

    /** The release's migrations, where it is on this host already; an order may require that. */
    private static List<String> migrations(Server server, Order order, Attempt attempt) {
        MigrationFolder folder;
        try {
            folder = MigrationFolder.of(order, attempt);
        } catch (ActionFailed missing) {
            if (Options.of(order).flag("migrations")) {
                throw missing;
            }
            attempt.evidence().value("migrations", "the release is not checked out yet");
            return List.of();
        }
        var files = folder.files();
        var problems = new ArrayList<>(folder.problems());
        if (files.isEmpty() && problems.isEmpty()) {
            problems.add("%s: holds no migration".formatted(folder.path()));
        }
        var migrations = new Migrations(server, files, server.settings().name());
        if (problems.isEmpty()) {
            problems.addAll(history(migrations));
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
        return problems;
    }

    /** Where the release and what the live database records do not agree; nothing where it records nothing yet. */
    private static List<String> history(Migrations migrations) {
        try {
            return migrations.problems();
        } catch (ActionFailed unknown) {
            return List.of();
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
