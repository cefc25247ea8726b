package norn.local.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts processes that outlive this one: in a session of their own, which no Ctrl-C at this terminal reaches. */
public final class DetachedProcess {
    private DetachedProcess() {}

    /**
     * Starts the command with no input and its output appended to the file.
     *
     * @throws IOException if the command or the log cannot be opened
     */
    public static Process start(List<String> command, Path log) throws IOException {
        var whole = new ArrayList<>(newSessionCommand());
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Linux has setsid, macOS has Perl. Both become the command, so its process number is theirs. */
    private static List<String> newSessionCommand() {
        return onPath("setsid")
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of("perl", "-MPOSIX=setsid", "-e", "setsid(); exec { $ARGV[0] } @ARGV or die $!", "--"));
    }

    static Optional<Path> onPath(String program) {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
