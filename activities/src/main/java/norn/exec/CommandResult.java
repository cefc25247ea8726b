package norn.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.limit.Limits;

/**
 * How a command ended. What it printed stays on this host: what leaves it says how it ended, and where its output lies.
 *
 * @param name what the action calls it
 * @param program its first word, without folders
 * @param log its output, masked and cut to {@link Limits#OUTPUT_BYTES}
 * @param failureLog where to look for the reason of a failure: the file of its errors, where it has one that says anything
 * @param tail the last lines, of its errors where those went to a file of their own
 * @param fullVolume the folder whose volume was full when it failed, as far as it can be known; empty: none
 */
public record CommandResult(
        String name,
        String program,
        int exitCode,
        Path log,
        Path failureLog,
        String tail,
        Optional<Path> fullVolume,
        Duration duration) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALLED = 128;

    /**
     * Itself, if it exited with 0.
     *
     * @throws ActionFailed {@code error}, with how it ended and where its output lies, if it did not
     */
    public CommandResult orFail(String error, boolean retryable) {
        if (exitCode == 0) {
            return this;
        }
        var room = fullVolume
                .map("Make room on the volume of %s, then RETRY. "::formatted)
                .orElse("");
        throw new ActionFailed(error, ending(), room + "Read " + failureLog + " on this host.", retryable);
    }

    /** How it ended, in one line: {@code git-fetch: git exited with 128}. */
    public String ending() {
        return "%s: %s exited with %d%s%s%s"
                .formatted(
                        name,
                        program,
                        exitCode,
                        meaning(),
                        tail.isBlank() ? ", without a word" : "",
                        fullVolume
                                .map(", and no space is left on the volume of %s"::formatted)
                                .orElse(""));
    }

    private String meaning() {
        return switch (exitCode) {
            case NOT_EXECUTABLE -> " (it is no program)";
            case NOT_FOUND -> " (a program that it needs is not there)";
            default ->
                exitCode > SIGNALLED && exitCode < SIGNALLED + 65
                        ? " (ended by signal %d)".formatted(exitCode - SIGNALLED)
                        : "";
        };
    }

    /** The whole output, masked. */
    public String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8); // it may be cut within a letter
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + log, unreadable);
        }
    }
}
