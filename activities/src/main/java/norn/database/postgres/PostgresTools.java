package norn.database.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.exec.ProgramFinder;
import norn.exec.ProgramOutput;
import org.jspecify.annotations.Nullable;

/**
 * pg_dump and pg_restore of one version: the newest that this host has. A server is dumped by its own major or a newer one.
 *
 * @param version such as {@code 17.6}
 */
public record PostgresTools(Path folder, String version) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+(?:\\.\\d+)*)");

    /**
     * The newest that fits a server of that major.
     *
     * @param configured search only there; null: wherever they usually are
     * @throws ActionFailed {@code NoFittingPgDump} naming those that were found
     */
    public static PostgresTools fitting(int serverMajor, @Nullable Path configured) {
        var found = all(configured);
        return found.stream()
                .filter(tools -> tools.major() >= serverMajor)
                .max(Comparator.comparingInt(PostgresTools::major).thenComparing(PostgresTools::version))
                .orElseThrow(() -> new ActionFailed(
                        "NoFittingPgDump",
                        "the server is PostgreSQL %d, and the pg_dump that is found is %s"
                                .formatted(serverMajor, found.isEmpty() ? "none" : found),
                        "Install pg_dump and pg_restore %d or newer, or name their folder as tools."
                                .formatted(serverMajor),
                        false));
    }

    /** The major version. */
    public int major() {
        var dot = version.indexOf('.');
        return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    }

    /** The program pg_dump. */
    public Path dump() {
        return folder.resolve("pg_dump");
    }

    /** The program pg_restore. */
    public Path restore() {
        return folder.resolve("pg_restore");
    }

    private static List<PostgresTools> all(@Nullable Path configured) {
        var folders = new LinkedHashSet<Path>();
        if (configured != null) {
            folders.add(configured);
        } else {
            ProgramFinder.find("pg_dump").map(Path::getParent).ifPresent(folders::add);
            for (var root : List.of("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/postgresql", "/usr/pgsql")) {
                folders.addAll(versions(Path.of(root)));
            }
        }
        var all = new ArrayList<PostgresTools>();
        for (var folder : folders) {
            if (Files.isExecutable(folder.resolve("pg_dump")) && Files.isExecutable(folder.resolve("pg_restore"))) {
                version(folder.resolve("pg_dump")).ifPresent(version -> all.add(new PostgresTools(folder, version)));
            }
        }
        return all;
    }

    private static List<Path> versions(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var versions = Files.list(root)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static Optional<String> version(Path program) {
        return ProgramOutput.of(List.of(program.toString(), "--version"), Map.of(), TIMEOUT)
                .map(output -> VERSION.matcher(output.text()))
                .filter(Matcher::find)
                .map(version -> version.group(1));
    }
}
