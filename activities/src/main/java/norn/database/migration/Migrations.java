package norn.database.migration;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.database.postgres.DatabaseFailure;
import norn.database.postgres.HeartbeatRunner;
import norn.database.postgres.RoleDataSource;
import norn.database.postgres.Server;
import norn.plan.ShortText;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

/**
 * A release's migrations against one database, through Flyway as measured: no transactional lock (with it, an index that is built
 * concurrently hangs for ever), one target a call.
 */
public final class Migrations {
    private static final int MESSAGE_CHARACTERS = 500;

    private final Server server;
    private final List<MigrationFile> files;
    private final String database;

    /** Those files, for that database. */
    public Migrations(Server server, List<MigrationFile> files, String database) {
        this.server = server;
        this.files = List.copyOf(files);
        this.database = database;
    }

    /** What is not applied yet, in order, such as {@code 003 add agents}. */
    public List<MigrationInfo> pending() {
        return translatingFailures(null, () -> {
            var pending = new ArrayList<MigrationInfo>();
            for (var migration : flyway(asOwner(), null).info().pending()) {
                if (migration.getState() != MigrationState.ABOVE_TARGET) {
                    pending.add(migration);
                }
            }
            return pending;
        });
    }

    /** The names of the files that are not applied yet, without those that a baseline stands for. */
    public List<String> pendingFiles() {
        var baseline = server.migrationSettings().baseline();
        return pending().stream()
                .filter(migration -> baseline == null
                        || migration.getVersion() == null
                        || migration.getVersion().compareTo(Baseline.version(baseline)) > 0)
                .map(this::name)
                .toList();
    }

    /** Records the version of a database without history, if the environment file states it. */
    public void baseline() {
        if (server.migrationSettings().baseline() == null) {
            return;
        }
        try (var connection = server.connect(database)) {
            if (ForeignHistory.hasOwn(connection)) {
                return;
            }
        } catch (SQLException failed) {
            throw DatabaseFailure.of("reading the history of " + database, failed);
        }
        translatingFailures(null, () -> flyway(asOwner(), null).baseline());
    }

    /** What is applied. */
    public List<MigrationInfo> applied() {
        return translatingFailures(
                null,
                () -> Arrays.stream(flyway(asOwner(), null).info().applied())
                        .filter(migration -> migration.getState().isApplied() && migration.getVersion() != null)
                        .filter(migration -> migration.getState() != MigrationState.BASELINE)
                        .toList());
    }

    /** Where the release and the history do not agree: a file that is gone, was changed, or came too late. */
    public List<String> problems() {
        return translatingFailures(null, () -> {
            var problems = new ArrayList<String>();
            for (var migration : flyway(asOwner(), null).info().all()) {
                var name = name(migration);
                var state = migration.getState();
                if (state == MigrationState.IGNORED) {
                    problems.add(
                            "%s: was never applied, and later ones are. Give it a number above those".formatted(name));
                } else if (state.isApplied() && !state.isResolved() && state != MigrationState.BASELINE) {
                    problems.add("%s: is applied, and the release does not have it".formatted(name));
                } else if (state.isApplied() && !migration.isChecksumMatching()) {
                    problems.add("%s: was changed after it was applied".formatted(name));
                } else if (state.isFailed()) {
                    problems.add("%s: failed, and is half applied".formatted(name));
                }
            }
            return problems;
        });
    }

    /**
     * Applies one, as the role that owns the copy meanwhile, see {@link MigrationRole}.
     *
     * @throws ActionFailed {@code MigrationFailed} with file, SQLSTATE and line
     */
    public void apply(MigrationInfo migration, Attempt attempt) throws SQLException, InterruptedException {
        var name = name(migration);
        var sessions = RoleDataSource.forMigrations(server, database);
        try (var watch = server.watch()) {
            HeartbeatRunner.run(
                    watch.over(attempt),
                    "migrating " + name,
                    () -> translatingFailures(
                            name,
                            () -> flyway(sessions, String.valueOf(migration.getVersion()))
                                    .migrate()),
                    () -> {
                        sessions.abort();
                        try (var maintenance = server.maintenance()) {
                            server.endEarlierSessions(maintenance);
                        }
                    });
        }
    }

    /** The name of its file; of one that the release does not have, the name that the history has. */
    public String name(MigrationInfo migration) {
        var script = migration.getScript();
        return files.stream()
                .filter(file -> file.script().equals(script))
                .map(MigrationFile::name)
                .findFirst()
                .orElse(script == null ? migration.getVersion() + " " + migration.getDescription() : script);
    }

    private DataSource asOwner() {
        return RoleDataSource.asOwner(server, database);
    }

    private Flyway flyway(DataSource source, @Nullable String target) {
        var configuration = new FluentConfiguration(Migrations.class.getClassLoader())
                .dataSource(source)
                .resourceProvider(new MigrationResources(files))
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("_")
                .validateMigrationNaming(false)
                .placeholderReplacement(false)
                .defaultSchema("public")
                .table("flyway_schema_history")
                .connectRetries(0)
                .cleanDisabled(true);
        var baseline = server.migrationSettings().baseline();
        if (baseline != null) {
            configuration.baselineVersion(Baseline.version(baseline));
        }
        if (target != null) {
            configuration.target(target).callbacks(new OwnSearchPath());
        }
        var extension = configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class);
        if (extension != null) {
            extension.setTransactionalLock(false);
        }
        return configuration.load();
    }

    private <T> T translatingFailures(@Nullable String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (FlywayMigrateException failed) {
            throw failure(name, failed);
        } catch (FlywayException failed) {
            var message = String.valueOf(failed.getMessage()).strip();
            var server = cause(failed);
            if (message.contains("no schema history table")) {
                throw new ActionFailed(
                        "NoMigrationHistory",
                        "database %s: has tables, but no history of migrations".formatted(database),
                        "State in the environment file which version it is at (baseline), on evidence, then RETRY.",
                        false,
                        failed);
            }
            if (server.isPresent()) {
                throw DatabaseFailure.of("migrations of " + database, server.get());
            }
            throw new ActionFailed(
                    "MigrationsUnusable",
                    ShortText.line(message, MESSAGE_CHARACTERS),
                    "Fix the migrations, then RETRY.",
                    false,
                    failed);
        }
    }

    private ActionFailed failure(@Nullable String name, FlywayMigrateException failed) {
        var cause = cause(failed);
        var file = name != null ? name : failed.getMigration() == null ? "?" : name(failed.getMigration());
        var line = failed.getLineNumber() > 0 ? ":" + failed.getLineNumber() : "";
        var state = cause.map(SQLException::getSQLState).orElse(failed.getSqlState());
        var message = cause.map(DatabaseFailure::describe).orElse("it cannot be applied");
        return new ActionFailed(
                "MigrationFailed",
                "%s%s: %s".formatted(file, line, message),
                "42501".equals(state)
                        ? "Production was never written: the copy is dropped. Migrations may change nothing but the"
                                + " copy: do the rest by hand, fix the migration in a new release, or RETRY."
                        : "Production was never written: the copy is dropped. Fix the migration in a new release, or"
                                + " RETRY.",
                state != null && (state.startsWith("08") || state.startsWith("57") || state.startsWith("40")),
                failed);
    }

    private static Optional<SQLException> cause(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException server && server.getSQLState() != null) {
                return Optional.of(server);
            }
        }
        return Optional.empty();
    }
}
