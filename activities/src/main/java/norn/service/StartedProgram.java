package norn.service;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Invocation;
import norn.exec.OwnSession;
import norn.exec.PidFile;
import norn.exec.ProgramFinder;
import org.jspecify.annotations.Nullable;

/**
 * A program that was started for a service, in a session of its own, with its output added to a log.
 *
 * @param logFrom how many bytes the log had before
 */
record StartedProgram(Process process, long logFrom) {
    /**
     * Starts it.
     *
     * @param pidFile where it records itself
     * @param field the field of the service's settings that names the program
     * @throws ActionFailed {@code CommandNotFound}, {@code ServiceNotStarted}
     */
    static StartedProgram start(Invocation program, PidFile pidFile, Path log, String field, Attempt attempt) {
        requireProgram(program, field);
        try {
            Files.createDirectories(pidFile.path().toAbsolutePath().getParent());
            Files.createDirectories(log.toAbsolutePath().getParent());
            var logFrom = Files.exists(log) ? Files.size(log) : 0;
            var process = OwnSession.of(program, pidFile, attempt.host())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            return new StartedProgram(process, logFrom);
        } catch (IOException failure) {
            throw notStarted(program.name(), failure);
        }
    }

    /** The service cannot be started because of a file. */
    static ActionFailed notStarted(String service, IOException failure) {
        return new ActionFailed(
                "ServiceNotStarted",
                "%s: cannot be started: %s".formatted(service, failure.getMessage()),
                "Check that its folders can be written and that setsid is installed, then RETRY.",
                true,
                failure);
    }

    private static void requireProgram(Invocation program, String field) {
        var folder = program.directory();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ActionFailed(
                    "ServiceNotStarted",
                    "%s: %s is no directory".formatted(program.name(), folder),
                    "Build the release, then RETRY.",
                    false);
        }
        ProgramFinder.problem(program).ifPresent(problem -> {
            throw new ActionFailed(
                    "CommandNotFound",
                    "%s: %s in %s: %s".formatted(program.name(), program.argv().get(0), folder, problem),
                    "Build the release, or fix host.services.components.%s.%s, then RETRY."
                            .formatted(program.name(), field),
                    false);
        });
    }

    /** Its exit code, as {@code words} say it; empty where it runs still, or was not started here. */
    static String exitCode(@Nullable StartedProgram started, String words) {
        return started == null || started.process.isAlive() ? "" : words.formatted(started.process.exitValue());
    }

    /** Where the last lines lie that were added to the log since its start, or at all where it was not started here. */
    static String lastLines(@Nullable StartedProgram started, String service, Path log, Attempt attempt) {
        return LastLines.save(attempt, service, log, started == null ? 0 : started.logFrom);
    }
}
