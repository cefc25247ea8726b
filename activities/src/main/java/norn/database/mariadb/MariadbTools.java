package norn.database.mariadb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.exec.ProgramFinder;
import norn.exec.ProgramOutput;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/**
 * The programs that dump and restore.
 *
 * @param dump mariadb-dump
 * @param client mariadb, which restores
 * @param version of mariadb-dump
 */
public record MariadbTools(Path dump, Path client, String version) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)-MariaDB");

    /**
     * Those of the settings' folder, or of the worker's path.
     *
     * @throws ActionFailed {@code ToolMissing} where there are none, or they are another product's
     */
    public static MariadbTools of(MariadbSettings settings) {
        var dump = find(settings, List.of("mariadb-dump", "mysqldump"));
        var client = find(settings, List.of("mariadb", "mysql"));
        var said = ProgramOutput.of(List.of(dump.toString(), "--no-defaults", "--version"), Map.of(), TIMEOUT)
                .map(ProgramOutput::text)
                .orElse("");
        var version = VERSION.matcher(said);
        if (!version.find()) {
            throw new ActionFailed(
                    "ToolMissing",
                    "%s is not MariaDB's: it says \"%s\"".formatted(dump, ShortText.line(said, 100)),
                    "Install MariaDB's client programs, or name their folder as tools of the store, then RETRY.",
                    false);
        }
        return new MariadbTools(dump, client, version.group(1));
    }

    private static Path find(MariadbSettings settings, List<String> names) {
        return names.stream()
                .flatMap(name -> find(settings.tools(), name).stream())
                .findFirst()
                .orElseThrow(() -> new ActionFailed(
                        "ToolMissing",
                        "%s: not found %s"
                                .formatted(
                                        names.get(0),
                                        settings.tools() == null ? "on the worker's path" : "in " + settings.tools()),
                        "Install MariaDB's client programs, or name their folder as tools of the store, then RETRY.",
                        false));
    }

    private static Optional<Path> find(@Nullable Path folder, String name) {
        return folder == null
                ? ProgramFinder.find(name)
                : Optional.of(folder.resolve(name)).filter(Files::isExecutable);
    }
}
