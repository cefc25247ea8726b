package norn.database.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.EvidenceBuilder;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.database.postgres.PostgresSettings;
import norn.limit.Limits;
import norn.plan.Order;
import norn.plan.ShortText;
import org.flywaydb.core.api.MigrationVersion;

/**
 * The migrations that a release brings. The list is made here once: what is checked is what is run. A folder below is a migration
 * where it has the name of one and holds {@code migration.sql} or {@code up.sql}; nothing else below is looked at.
 *
 * @param exclusions what lies in it and is none
 */
public record MigrationFolder(Path path, MigrationExclusions exclusions) {
    /** What must hold after a migration, see {@link MigrationAssertions}. */
    private static final String ASSERTION = ".check.sql";

    /** Beside a migration, for people or other tools: never run. */
    private static final List<String> NEVER_RUN = List.of(".down.sql", ".undo.sql", ASSERTION, ".rollback.sql");

    private static final List<String> FILES_OF_A_FOLDER = List.of("migration.sql", "up.sql");

    /** SQL by another ending than the one that is looked for. */
    private static final Pattern SQL_BY_ANOTHER_NAME =
            Pattern.compile("(?i)V?\\d+[._-].*\\.(?:psql|pgsql|plpgsql|ddl|dml|tsql|sql\\.txt|sql_)");

    /** As Flyway has them, which looks for them in folders below too. */
    private static final Pattern VERSIONED = Pattern.compile("V\\d+(?:[._]\\d+)*__.*\\.sql", Pattern.CASE_INSENSITIVE);

    /** Folders of what is not meant to be run, whatever lies in them. */
    private static final Pattern ASIDE = Pattern.compile(
            "(?i)(?:rollbacks?|downs?|undos?|reverts?|seeds?|tests?|testdata|fixtures?|samples?|examples?|archived?|old|templates?)");

    /** In which other tools' migrations are written beside SQL. */
    private static final Pattern PROGRAM = Pattern.compile(
            "(?i)V?\\d+[._-].*\\.(?:go|py|js|ts|mjs|cjs|mts|rb|php|java|kt|cs|exs?|rs|sh|xml|ya?ml|sql\\.(?:gz|tmpl|j2|erb))");

    /** What people may do instead about what is no migration. */
    private static final String OR_EXCLUDED =
            "; if it is no migration, its name and the reason in " + MigrationExclusions.SETTING;

    /** Is run again whenever it changes, where Flyway runs it. */
    private static final Pattern REPEATABLE = Pattern.compile("(?i)R__.*\\.sql");

    /** With nothing in it that is no migration. */
    MigrationFolder(Path path) {
        this(path, MigrationExclusions.NONE);
    }

    /**
     * Those of the order's release.
     *
     * @throws ActionFailed {@code NoMigrations} where the release, or the folder in it, is not on this host
     */
    public static MigrationFolder of(Order order, Attempt attempt) {
        var release = new Releases(attempt.settings(CodeSettings.class)).directory(order.release());
        var folder = Releases.inside(
                release, attempt.settings(PostgresSettings.class).migrations());
        if (Files.isDirectory(folder)) {
            return new MigrationFolder(folder, MigrationExclusions.of(attempt));
        }
        throw new ActionFailed(
                "NoMigrations",
                folder + (Files.exists(folder) ? ": is a file, and no folder of migrations" : ": does not exist"),
                "Check the release out first, or correct migrations in the section database.",
                false);
    }

    /** That nothing in it would be run, and where else SQL lies. */
    public String emptiness() {
        var others = entries().stream()
                .filter(entry -> Files.isDirectory(entry) && hasSql(entry))
                .map(MigrationFolder::name)
                .toList();
        return "%s: holds no migration%s"
                .formatted(path, others.isEmpty() ? "" : "; SQL lies in " + String.join(", ", others));
    }

    private static boolean hasSql(Path folder) {
        try (var below = Files.list(folder)) {
            return below.anyMatch(MigrationFolder::isSql);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }

    /** The migrations, in the order of their versions. */
    public List<MigrationFile> files() {
        var named = entries().stream()
                .filter(entry -> !isExcluded(entry))
                .map(MigrationFolder::migration)
                .flatMap(Optional::stream)
                .toList();
        return named.stream()
                .filter(file -> !file.isUndoing()
                        || named.stream()
                                .noneMatch(other -> other.number().equals(file.number()) && !other.isUndoing()))
                .sorted(Comparator.comparing((MigrationFile file) -> MigrationVersion.fromVersion(file.version()))
                        .thenComparing(MigrationFile::name))
                .toList();
    }

    /** What the environment leaves aside in it, with the reason of each; in the order of their names. */
    public Map<String, String> excluded() {
        var excluded = new LinkedHashMap<String, String>();
        for (var entry : entries()) {
            if (isExcluded(entry)) {
                excluded.put(name(entry), exclusions.reason(entry).orElseThrow());
            }
        }
        return excluded;
    }

    /** What the environment would leave aside, and this release does not have: a misspelt name, or one of another release. */
    public List<String> excludingNothing() {
        return exclusions.fittingNone(entries());
    }

    /** Has the evidence list both, where there are any: nothing is left aside in silence. */
    public void addExclusions(EvidenceBuilder evidence) {
        var excluded = excluded();
        var excludingNothing = excludingNothing();
        if (!excluded.isEmpty()) {
            evidence.value(MigrationExclusions.SETTING, excluded);
        }
        if (!excludingNothing.isEmpty()) {
            evidence.value("excludesNothing", excludingNothing);
        }
    }

    /** The same for the end of a line, such as {@code ; not run: schema.sql (for new installations)}; empty where there are none. */
    public String exclusionsText() {
        var excluded = excluded();
        var excludingNothing = excludingNothing();
        var names = excluded.entrySet().stream()
                .map(entry -> "%s (%s)".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return ShortText.of(
                (excluded.isEmpty() ? "" : "; not run: " + names)
                        + (excludingNothing.isEmpty()
                                ? ""
                                : "; %s excludes nothing here: %s"
                                        .formatted(MigrationExclusions.SETTING, String.join(", ", excludingNothing))),
                Limits.LINE_CHARACTERS);
    }

    /** Whether it is left aside: a migration by its whole name alone, and what is checked after one not at all. */
    private boolean isExcluded(Path entry) {
        return exclusions.names(entry)
                ? !isAssertion(name(entry))
                : exclusions.fitting(entry).isPresent() && !isAssertion(name(entry)) && !isMigrationByName(entry);
    }

    private static String notExcluded(String name, String pattern) {
        return isAssertion(name)
                ? "%s: is checked after its migration, and %s does not exclude it. Expected: it to be gone from the release, or a pattern that leaves it"
                        .formatted(name, MigrationExclusions.SETTING)
                : "%s: is a migration by its name, and %s of %s does not exclude it. Expected: its whole name there, or a pattern that leaves it"
                        .formatted(name, pattern, MigrationExclusions.SETTING);
    }

    private static boolean isAssertion(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ASSERTION);
    }

    /** Whether it is one, or would be if it were written otherwise: nobody may lose such a one by a pattern. */
    private static boolean isMigrationByName(Path entry) {
        var name = name(entry);
        return !isNeverRun(name)
                && (migration(entry).isPresent()
                        || REPEATABLE.matcher(name).matches()
                        || SQL_BY_ANOTHER_NAME.matcher(name).matches()
                        || PROGRAM.matcher(name).matches()
                        || isFolderOfMigrations(entry));
    }

    /** What is wrong with the folder, before a line of SQL is read: nothing in it may be passed over in silence. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        for (var entry : entries()) {
            var name = name(entry);
            if (isExcluded(entry)) {
                continue;
            }
            exclusions.fitting(entry).ifPresent(pattern -> problems.add(notExcluded(name, pattern)));
            if (name.toLowerCase(Locale.ROOT).endsWith(".sql.conf")) {
                problems.add(
                        "%s: settings for a single migration are not read. Remove it, and what it says from the release"
                                .formatted(name));
            } else if (isSql(entry) && !isNeverRun(name) && migration(entry).isEmpty()) {
                problems.add("%s: is no migration by its name. Expected a number first, such as 001_%s%s"
                        .formatted(name, name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "_"), OR_EXCLUDED));
            } else if (Files.isRegularFile(entry)
                    && SQL_BY_ANOTHER_NAME.matcher(name).matches()) {
                problems.add("%s: would not be run by its name. Expected: one that ends with .sql%s"
                        .formatted(name, OR_EXCLUDED));
            } else if (Files.isRegularFile(entry) && PROGRAM.matcher(name).matches()) {
                problems.add("%s: is a migration that is no SQL, and would not be run. Expected in its place: SQL%s"
                        .formatted(name, OR_EXCLUDED));
            } else if (Files.notExists(entry) && !isNeverRun(name)) {
                problems.add(
                        "%s: is a link that leads nowhere, so nothing of it would be run. Expected: what it leads to%s"
                                .formatted(name, OR_EXCLUDED));
            } else if (isFolderOfMigrations(entry)) {
                problems.add(
                        "%s: the folder holds SQL that would not be run. Expected: %s in it, or its files beside it%s"
                                .formatted(name, String.join(" or ", FILES_OF_A_FOLDER), OR_EXCLUDED));
            }
        }
        var versions = new LinkedHashMap<String, MigrationFile>();
        for (var file : files()) {
            var other = versions.putIfAbsent(file.number(), file);
            if (other != null) {
                problems.add("%s and %s have the same number".formatted(other.name(), file.name()));
            }
            if (file.isUndoneByItself()) {
                problems.add(
                        "%s: says where its undoing begins, and not where it begins itself".formatted(file.name()));
            }
            if (file.isDoneInParts()) {
                problems.add(
                        "%s: goes on behind its undoing, and only what stands before would be run. Expected: its undoing at the end"
                                .formatted(file.name()));
            }
            if (file.isFilledIn()) {
                problems.add(
                        "%s: has its tool fill in variables (ENVSUB), and nothing does so here. Expected: the values themselves"
                                .formatted(file.name()));
            }
        }
        return problems;
    }

    private static Optional<MigrationFile> migration(Path entry) {
        var name = name(entry);
        if (isSql(entry)) {
            return isNeverRun(name) ? Optional.empty() : MigrationFile.of(entry, name);
        }
        if (Files.isDirectory(entry)) {
            return FILES_OF_A_FOLDER.stream()
                    .map(entry::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .flatMap(file -> MigrationFile.of(file, name));
        }
        return Optional.empty();
    }

    /**
     * Whether it is none itself, and holds SQL that is meant to be run: it is called as a migration is, or as a year or a version, or its
     * files are.
     */
    private static boolean isFolderOfMigrations(Path entry) {
        if (!Files.isDirectory(entry) || migration(entry).isPresent()) {
            return false;
        }
        var isNamedSo = MigrationFile.of(entry, name(entry)).isPresent();
        try (var below = Files.list(entry)) {
            return below.anyMatch(file -> isSql(file)
                    && !isNeverRun(name(file))
                    && (isNamedSo
                            || (VERSIONED.matcher(name(file)).matches()
                                    && !ASIDE.matcher(name(entry)).matches())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + entry, unreadable);
        }
    }

    private static boolean isSql(Path entry) {
        return Files.isRegularFile(entry)
                && name(entry).toLowerCase(Locale.ROOT).endsWith(".sql");
    }

    private static boolean isNeverRun(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return NEVER_RUN.stream().anyMatch(lower::endsWith) || lower.matches("u\\d.*__.*|\\d+\\.undo\\..*");
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private List<Path> entries() {
        try (var entries = Files.list(path)) {
            return entries.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path, unreadable);
        }
    }
}
