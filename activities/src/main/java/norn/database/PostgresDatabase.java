package norn.database;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.Attempt;
import norn.action.Target;
import norn.database.migration.Baseline;
import norn.database.migration.MigrationExclusions;
import norn.database.postgres.DatabaseNames;
import norn.database.postgres.DatabaseQuery;
import norn.database.postgres.PostgresAddress;
import norn.database.postgres.PostgresSettings;
import norn.database.postgres.SqlSession;
import norn.database.postgres.SqlStatements;
import norn.environment.Host;
import norn.plan.Order;
import norn.state.Evidence;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database; see {@link PostgresSettings} for what each setting means. */
@Kind("postgresql")
record PostgresDatabase(
        String url,
        String name,
        String owner,
        String user,
        @Refers("secrets") @Nullable String passwordSecret,
        String migrationUser,
        @Refers("secrets") @Nullable String migrationPasswordSecret,
        @Default("postgres") String maintenanceDatabase,
        Path backups,
        @Nullable Path offsite,
        boolean offsiteOnSameVolume,
        String migrations,
        Map<String, String> excludedFromMigrations,
        @Nullable String baseline,
        @Nullable Path tools,
        List<String> extensions,
        List<String> roles,
        @Nullable Integer minimumTables,
        List<DatabaseQuery> verify,
        List<DatabaseQuery> integrity,
        @Default("2.2") double spaceFactor,
        boolean oldCodeFitsNewSchema,
        @Default("200") int contentHashUpToMegabytes)
        implements Database, PostgresSettings {
    /** PostgreSQL cuts names at 63 bytes; the longest of {@link DatabaseNames} adds 18. */
    private static final int MAX_NAME_BYTES = 45;

    PostgresDatabase {
        extensions = List.copyOf(extensions);
        roles = List.copyOf(roles);
        verify = List.copyOf(verify);
        integrity = List.copyOf(integrity);
        excludedFromMigrations = new MigrationExclusions(excludedFromMigrations).reasons();
        Baseline.require(baseline);
        PostgresAddress.requireWithoutLogin(url);
        if (name.isBlank() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name %s: expected 1 to %d bytes: retained databases get longer names"
                    .formatted(name, MAX_NAME_BYTES));
        }
        if (migrationUser.equals(owner) || migrationUser.equals(user)) {
            throw new IllegalArgumentException(
                    "migrationUser %s: must be a role of its own, neither owner nor user: migrations may change nothing but the copy"
                            .formatted(migrationUser));
        }
        if (name.equals(maintenanceDatabase)) {
            throw new IllegalArgumentException(
                    "maintenanceDatabase %s: must be another database than the one that is migrated"
                            .formatted(maintenanceDatabase));
        }
    }

    @Override
    public SqlSession readingSession(Host host, Duration timeout) {
        var password =
                passwordSecret == null ? null : host.secret(passwordSecret).strip();
        return SqlSession.at(PostgresAddress.of(url).database(name))
                .as(user, password)
                .withTimeout(timeout)
                .onlyReading();
    }

    /** The same for a scratch database of that name. Its dumps go nowhere else. */
    PostgresDatabase inTrial(String scratch) {
        return new PostgresDatabase(
                url,
                scratch,
                owner,
                user,
                passwordSecret,
                migrationUser,
                migrationPasswordSecret,
                maintenanceDatabase,
                backups,
                null,
                offsiteOnSameVolume,
                migrations,
                excludedFromMigrations,
                baseline,
                tools,
                extensions,
                roles,
                minimumTables,
                verify,
                integrity,
                spaceFactor,
                oldCodeFitsNewSchema,
                contentHashUpToMegabytes);
    }

    @Override
    public List<String> returnByHand(String deployment) {
        var names = DatabaseNames.of(name, deployment);
        var live = SqlStatements.name(names.live());
        return List.of(
                "In psql, connected to %s, once nobody is connected to %s; the first line only where %s exists:"
                        .formatted(maintenanceDatabase, names.live(), names.previous()),
                "  ALTER DATABASE %s RENAME TO %s; ALTER DATABASE %s RENAME TO %s;"
                        .formatted(live, SqlStatements.name(names.bad()), SqlStatements.name(names.previous()), live),
                "  ALTER DATABASE %s ALLOW_CONNECTIONS true;".formatted(live));
    }

    @Override
    public Evidence tryOut(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new TryDatabase(this, this::inTrial, order, attempt).run();
    }

    @Override
    public Evidence check(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new CheckDatabase().run(order, attempt);
    }

    @Override
    public Evidence backUp(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new BackUpDatabase().run(order, attempt);
    }

    @Override
    public Evidence verifyBackup(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new VerifyBackup().run(order, attempt);
    }

    @Override
    public Evidence copy(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new CopyDatabase().run(order, attempt);
    }

    @Override
    public Evidence migrate(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new MigrateDatabase().run(order, attempt);
    }

    @Override
    public Evidence verifyMigrations(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new VerifyMigrations().run(order, attempt);
    }

    @Override
    public Evidence swap(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new SwapDatabase().run(order, attempt);
    }

    @Override
    public Evidence restore(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new RestoreDatabase().run(order, attempt);
    }

    @Override
    public Evidence optimise(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new OptimiseDatabase().run(order, attempt);
    }

    @Override
    public Evidence checkIntegrity(Order order, Attempt attempt) throws SQLException, InterruptedException {
        return new CheckIntegrity().run(order, attempt);
    }

    @Override
    public Map<String, String> fingerprint(Order order, Attempt attempt) {
        return DatabaseFingerprint.of(order, attempt);
    }

    @Override
    public List<String> fingerprintParts() {
        return DatabaseFingerprint.names();
    }

    @Override
    public List<String> dumpProblems(Order order) {
        return DumpFallback.problems(backups(), order.deployment());
    }

    @Override
    public DatabaseSurvey survey(Order order, Attempt attempt, Target target) {
        return DatabaseSurvey.of(order, attempt, target);
    }

    @Override
    public List<String> partsProvenByRestore(Order order, Attempt attempt, Target target) {
        return DatabaseFingerprint.partsProvenByRestore(target, order, attempt);
    }
}
