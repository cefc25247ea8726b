package norn.exec;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import norn.environment.Host;

/**
 * Makes a command run in a session and process group of its own. It records itself in a pid file before it becomes the program:
 * who starts it may die at any moment after.
 */
public final class OwnSession {
    /** The shell reads its own line of {@code /proc}, writes pid and start time to {@code $0}, and becomes the program. */
    static final String RECORD_AND_BECOME =
            "read -r pid name state parent group session tty owner flags a b c d e f g h priority nice threads i started rest"
                    + " < /proc/$$/stat && printf '%s %s\\n' \"$pid\" \"$started\" > \"$0\" && exec \"$@\"";

    private OwnSession() {}

    /** The command with the variables that this host allows it, ready to be started but for where its output goes. */
    public static ProcessBuilder of(Invocation command, PidFile pidFile, Host host) {
        var words = new ArrayList<>(
                List.of("setsid", "sh", "-c", RECORD_AND_BECOME, pidFile.path().toString()));
        if (command.niceness() > 0) {
            words.addAll(List.of("nice", "-n", Integer.toString(command.niceness())));
        }
        words.addAll(command.argv());
        var input = command.input();
        var builder = new ProcessBuilder(words).redirectInput(input == null ? new File("/dev/null") : input.toFile());
        var directory = command.directory();
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        ChildEnvironment.set(builder, host.variables(), command.environment());
        return builder;
    }
}
