package norn.database.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.database.postgres.PostgresSettings;
import norn.plan.Order;

/** The migrations that a release brings: files such as {@code 001_add_agents.sql}. */
public record MigrationFolder(Path path) {
    private static final Pattern NAME = Pattern.compile("(\\d+(?:[._]\\d+)*)_.+\\.sql");

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
            return new MigrationFolder(folder);
        }
        throw new ActionFailed(
                "NoMigrations",
                folder + ": does not exist",
                "Check the release out first, or correct migrations in the section database.",
                false);
    }

    /** The files that are migrations by their names, in the order of their names. */
    public List<Path> files() {
        try (var files = Files.list(path)) {
            return files.filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path, unreadable);
        }
    }

    /** The number that a file's name begins with. */
    public static String version(Path file) {
        var name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? name.group(1) : "";
    }
}
