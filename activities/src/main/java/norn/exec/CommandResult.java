package norn.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import norn.action.ActionFailed;

/**
 * How a command ended.
 *
 * @param log its output, masked and cut to {@link CappedLog#MAX_BYTES}
 * @param tail the last lines, of its errors where those went to a file of their own
 */
public record CommandResult(List<String> argv, int exitCode, Path log, String tail, Duration duration) {
    public CommandResult {
        argv = List.copyOf(argv);
    }

    /**
     * Itself, if it exited with 0.
     *
     * @throws ActionFailed {@code error}, with the last lines, if it did not
     */
    public CommandResult orFail(String error, boolean retryable) {
        if (exitCode == 0) {
            return this;
        }
        throw new ActionFailed(
                error,
                "%s exited with %d: %s"
                        .formatted(String.join(" ", argv), exitCode, tail.isBlank() ? "no output" : tail),
                "The whole output is in " + log,
                retryable);
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
