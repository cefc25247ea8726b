package norn.rehearsal.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.SystemPrograms;

/**
 * PostgreSQL's programs of one major version: a dump tool older than its server is refused, so the server follows the
 * tools that this machine has.
 *
 * @param tools the directory of pg_dump, pg_restore and psql
 * @param server the directory of initdb and postgres
 */
public record PostgresPrograms(int major, Path tools, Path server) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** The system property that asks for another major than this machine's, of those that the package registry has. */
    public static final String MAJOR = "norn.postgres.major";

    /** Those of this machine, or of the package registry where it has none, or where {@link #MAJOR} asks for another. */
    public static PostgresPrograms find(Path cache, Consumer<String> progress) {
        var asked = Integer.getInteger(MAJOR);
        if (asked != null) {
            return new PostgresPackages(cache, progress).wholeSet(asked);
        }
        var newest = toolDirectories().max(Comparator.comparingInt(PostgresPrograms::majorOf));
        if (newest.isEmpty()) {
            return new PostgresPackages(cache, progress).wholeSet(PostgresPackages.DEFAULT_MAJOR);
        }
        var tools = newest.get();
        var major = majorOf(tools);
        var server = Stream.of(
                        tools,
                        Path.of("/usr/lib/postgresql/" + major + "/bin"),
                        Path.of("/usr/pgsql-" + major + "/bin"))
                .filter(PostgresPrograms::hasServer)
                .findFirst()
                .orElseGet(() -> new PostgresPackages(cache, progress).server(major));
        return new PostgresPrograms(major, tools, server);
    }

    private static Stream<Path> toolDirectories() {
        Stream<Path> versioned = Stream.of("/usr/lib/postgresql", "/usr")
                .map(Path::of)
                .filter(Files::isDirectory)
                .flatMap(PostgresPrograms::versioned);
        Stream<Path> installed =
                Stream.concat(versioned, SystemPrograms.onPath()); // on Debian, those on the PATH are wrappers
        return installed.filter(directory -> List.of("pg_dump", "pg_restore", "psql").stream()
                .allMatch(tool -> Files.isExecutable(directory.resolve(tool))));
    }

    private static Stream<Path> versioned(Path parent) {
        var names = parent.toFile().list((directory, name) -> name.matches("\\d+|pgsql-\\d+"));
        return names == null
                ? Stream.of()
                : Stream.of(names).map(name -> parent.resolve(name).resolve("bin"));
    }

    private static boolean hasServer(Path directory) {
        return Files.isExecutable(directory.resolve("initdb")) && Files.isExecutable(directory.resolve("postgres"));
    }

    static int majorOf(Path tools) {
        var version = Command.in(tools).run(tools.resolve("pg_dump").toString(), "--version");
        var matcher = VERSION.matcher(version);
        if (!matcher.find()) {
            throw new SandboxFailure("%s/pg_dump says \"%s\": not a version".formatted(tools, version.strip()));
        }
        return Integer.parseInt(matcher.group(1));
    }
}
