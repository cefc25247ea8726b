package norn.rehearsal.systemd;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The unit of a service, as somebody wrote it who had one folder and no releases: with that folder's path.
 *
 * @param command words without quotes, backslashes and dollar signs; the first is relative to the directory
 * @param log the file to which what it prints is added
 */
public record ServiceUnit(String description, Path directory, List<String> command, Path log) {
    public ServiceUnit {
        command = List.copyOf(command);
    }

    /** Whether systemd runs programs that lie in that folder: it takes none whose path has a quote or a backslash. */
    public static boolean canRunIn(Path folder) {
        return folder.toString().chars().noneMatch(character -> "\"'\\".indexOf(character) >= 0);
    }

    /** The text of its file. */
    public String text() {
        var program = directory.resolve(command.get(0)).toString();
        var words = command.subList(1, command.size()).stream()
                .map(word -> " " + quoted(word))
                .collect(Collectors.joining());
        return """
            [Unit]
            Description=%s

            [Service]
            WorkingDirectory=%s
            ExecStart=%s%s
            StandardOutput=append:%s
            StandardError=append:%s
            Restart=on-failure
            RestartSec=1s
            # how a JVM ends that is asked to
            SuccessExitStatus=143
            TimeoutStopSec=8s
            """.formatted(
                        literal(description),
                        literal(directory.toString()),
                        quoted(program),
                        words,
                        literal(log.toString()),
                        literal(log.toString()));
    }

    /** Percent signs begin what systemd fills in. */
    private static String literal(String text) {
        return text.replace("%", "%%");
    }

    private static String quoted(String word) {
        return "\"%s\"".formatted(literal(word));
    }
}
