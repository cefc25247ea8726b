package norn.local.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.exec.ChildEnvironment;
import norn.exec.ProgramFinder;

/** Starts processes that outlive this one: in a session of their own, which no Ctrl-C at this terminal reaches. */
public final class DetachedProcess {
    private DetachedProcess() {}

    /**
     * Starts the command with no input, its output appended to the file, and this process's variables.
     *
     * @throws IOException if the command or the log cannot be opened
     */
    public static Process start(List<String> command, Path log) throws IOException {
        return builder(command, log).start();
    }

    /** The same with the variables that every program needs, and no other: keys and secrets stay here. */
    public static Process startWithoutSecrets(List<String> command, Path log) throws IOException {
        var builder = builder(command, log);
        ChildEnvironment.set(builder, Map.of(), Map.of());
        return builder.start();
    }

    private static ProcessBuilder builder(List<String> command, Path log) {
        var whole = new ArrayList<>(newSessionCommand());
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /** Linux has setsid, macOS has Perl. Both become the command, so its process number is theirs. */
    private static List<String> newSessionCommand() {
        return ProgramFinder.find("setsid")
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of("perl", "-MPOSIX=setsid", "-e", "setsid(); exec { $ARGV[0] } @ARGV or die $!", "--"));
    }
}
