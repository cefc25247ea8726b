package norn.database.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.database.postgres.SqlStatements;
import norn.limit.Limits;
import norn.plan.ShortText;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * What other tools recorded of the migrations that they applied to a database. Norn goes on from the baseline that people state, and not
 * from there; where the two do not agree, migrations would be applied twice.
 *
 * @see "dbmate, golang-migrate, Rails, goose, Flyway, sqlx, Diesel, Prisma, sql-migrate, node-pg-migrate, Knex, db-migrate, Sequelize,
 *     Drizzle, Refinery, Atlas, tern, Postgrator, Play, MyBatis, yoyo, Entity Framework: their documentation of their tables"
 */
public final class ForeignHistory {
    private static final List<Table> TABLES = List.of(
            new Table("schema_migrations", "version", "version", "true"),
            new Table("goose_db_version", "version_id", "version_id", "is_applied"),
            new Table("flyway_schema_history", "version", "version", "success"),
            new Table("_sqlx_migrations", "version", "version", "success"),
            new Table("__diesel_schema_migrations", "version", "version", "true"),
            new Table(
                    "_prisma_migrations",
                    "migration_name",
                    "split_part(migration_name, '_', 1)",
                    "finished_at IS NOT NULL"),
            new Table("gorp_migrations", "id", "substring(id from '^[0-9]+')", "true"),
            new Table("pgmigrations", "name", "substring(name from '^[0-9]+')", "true"),
            new Table("knex_migrations", "name", "substring(name from '^[0-9]+')", "true"),
            new Table("migrations", "name", "substring(name from '^/?([0-9]+)-')", "true"),
            new Table("SequelizeMeta", "name", "substring(name from '^[0-9]+')", "true"),
            new Table("__drizzle_migrations", "hash", "id - 1", "true"),
            new Table("refinery_schema_history", "version", "version", "true"),
            new Table("atlas_schema_revisions", "version", "version", "true"),
            new Table("schema_version", "version", "version", "true"),
            new Table("schemaversion", "version", "version", "true"),
            new Table("play_evolutions", "id", "id", "true"),
            new Table("changelog", "applied_at", "id", "true"),
            new Table("_yoyo_migration", "migration_id", "substring(migration_id from '^[0-9]+')", "true"),
            new Table("__EFMigrationsHistory", "MigrationId", "substring(\"MigrationId\" from '^[0-9]+')", "true"));

    private static final Pattern VERSION = Pattern.compile("\\d+(?:[._]\\d+)*");

    private final Connection live;

    /** Those in the database that the session is in. */
    public ForeignHistory(Connection live) {
        this.live = live;
    }

    /**
     * A table of such a tool.
     *
     * @param column that it must have
     * @param version an expression: what was applied
     * @param applied a condition: that it was
     */
    private record Table(String name, String column, String version, String applied) {}

    /** Whether the database has the history that Norn's own migrations are recorded in. */
    static boolean hasOwn(Connection connection) throws SQLException {
        return SqlStatements.number(
                        connection,
                        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename ="
                                + " 'flyway_schema_history'")
                > 0;
    }

    /** What the baseline must be, where it would have those files applied again, or is missing. */
    public List<String> problems(List<MigrationFile> files, @Nullable String baseline) throws SQLException {
        if (hasOwn(live)) {
            return List.of();
        }
        var problems = new ArrayList<String>();
        var stated = Baseline.version(baseline);
        var isKnown = false;
        for (var table : TABLES) {
            for (var place : places(table)) {
                var newest = newest(applied(place, table), files);
                isKnown |= newest.isPresent();
                newest.ifPresent(version -> problems.addAll(again(files, stated, baseline, version, place)));
            }
        }
        if (!isKnown) {
            problems.addAll(nought(files, baseline));
        }
        if (problems.isEmpty() && baseline == null && hasTables()) {
            problems.add("the database has tables, and no history of migrations that Norn could go on from: state as"
                    + " baseline the version that it is at, on evidence; none where no migration was ever"
                    + " applied");
        }
        return problems;
    }

    /** Who states 0 may mean that nothing was applied, or that the migration of that number was. */
    private static List<String> nought(List<MigrationFile> files, @Nullable String baseline) {
        return files.stream()
                .filter(file -> "0".equals(baseline) && file.number().equals("0"))
                .map(file ->
                        "%s has the number 0, and so has the baseline: it would be taken for applied. State none where no migration was ever applied, or \"0.0\" where this one was"
                                .formatted(file.name()))
                .toList();
    }

    private List<String> places(Table table) throws SQLException {
        return SqlStatements.list(live, """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ? AND NOT a.attisdropped
            WHERE c.relname = ? AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't' ORDER BY 1\
            """, row -> row.getString(1), table.column(), table.name());
    }

    private List<MigrationVersion> applied(String place, Table table) throws SQLException {
        return SqlStatements.list(
                        live,
                        "SELECT (%s)::text FROM %s WHERE %s".formatted(table.version(), place, table.applied()),
                        row -> String.valueOf(row.getString(1)))
                .stream()
                .filter(version -> VERSION.matcher(version).matches())
                .map(MigrationVersion::fromVersion)
                .toList();
    }

    /** Where none of them is a migration of this release, they are another program's. */
    private static Optional<MigrationVersion> newest(List<MigrationVersion> applied, List<MigrationFile> files) {
        var ofRelease = files.stream()
                .map(file -> MigrationVersion.fromVersion(file.version()))
                .anyMatch(applied::contains);
        return ofRelease ? applied.stream().max(MigrationVersion::compareTo) : Optional.empty();
    }

    private static List<String> again(
            List<MigrationFile> files,
            MigrationVersion stated,
            @Nullable String baseline,
            MigrationVersion newest,
            String place) {
        var again = files.stream()
                .filter(file -> isBetween(MigrationVersion.fromVersion(file.version()), stated, newest))
                .map(MigrationFile::name)
                .toList();
        return again.isEmpty()
                ? List.of()
                : List.of(
                        "%s says that %s is applied, by another tool, and %s: %s would be applied again. Once you have seen that they are, state \"%2$s\" as baseline"
                                .formatted(
                                        ShortText.line(place, Limits.SHOWN_CHARACTERS),
                                        newest,
                                        baseline == null ? "no baseline is stated" : "baseline is " + baseline,
                                        ShortText.of(String.join(", ", again), Limits.SHOWN_CHARACTERS)));
    }

    private static boolean isBetween(MigrationVersion version, MigrationVersion stated, MigrationVersion newest) {
        return version.compareTo(stated) > 0 && version.compareTo(newest) <= 0;
    }

    private boolean hasTables() throws SQLException {
        return SqlStatements.number(live, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") > 0;
    }
}
