package norn.action;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import norn.exec.CappedLog;
import norn.exec.Invocation;
import norn.exec.ProcessGroup;
import norn.exec.ProgramFinder;
import norn.exec.StreamCopier;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands for an attempt, each in a session and process group of its own, with its output in the evidence folder. A
 * timed-out attempt may still be running: the group that an earlier one left behind is ended first.
 */
public final class Commands {
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(3);

    private static final String NOTE = ".process";

    /** Notes who it is before it becomes the command: the worker may die at any moment after the start. */
    static final String RECORD_PID_AND_EXEC =
            "read -r me < /proc/$$/stat && printf '%s\\n' \"$me\" > \"$0\" && exec \"$@\"";

    private final Attempt attempt;

    /** Commands of that attempt. */
    public Commands(Attempt attempt) {
        this.attempt = attempt;
    }

    /** What a command came to. {@code log} is masked and cut to {@link CappedLog#MAX_BYTES}; {@code tail} are its last lines. */
    public record CommandResult(
            String name, List<String> argv, int exitCode, Path log, String tail, Duration duration) {
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
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /**
     * Runs it to its end.
     *
     * @throws ActionFailed {@code CommandTimedOut} past its limit, {@code CommandNotFound} where there is none
     * @throws Attempt.Stopped if the run no longer wants it; its whole group has been ended then
     */
    public CommandResult run(Invocation command) throws InterruptedException {
        return run(command, OutputStream.nullOutputStream(), false);
    }

    private CommandResult run(Invocation command, OutputStream sink, boolean piped) throws InterruptedException {
        endEarlierRuns(command.name());
        var folder = attempt.evidenceFolder();
        var log = new CappedLog(folder, command.name() + (piped ? ".err.log" : ".log"), attempt::redact);
        var errors = command.separateErrors() && !piped
                ? new CappedLog(folder, command.name() + ".err.log", attempt::redact)
                : null;
        var note = note(command.name());
        var started = System.nanoTime();
        var process = start(command, note, log, errors, piped);
        var pump = piped ? StreamCopier.start(process.getInputStream(), sink) : null;
        try {
            while (!process.waitFor(200, TimeUnit.MILLISECONDS) || (pump != null && !pump.isDoneWithin(200))) {
                if (pump != null && pump.isDoneWithin(0)) {
                    pump.check();
                } // its reader gone, it would wait for ever
                log.follow();
                if (errors != null) {
                    errors.follow();
                }
                attempt.heartbeat(command.name() + ": " + (log.lastLine().isEmpty() ? "running" : log.lastLine()));
                checkLimit(command, started, log);
            }
            if (pump != null) {
                pump.check();
            }
        } finally {
            if (process.isAlive()) {
                ProcessGroup.of(process.pid()).ifPresent(group -> group.end(GRACE_PERIOD));
            }
            log.close();
            if (errors != null) {
                errors.close();
            }
            AtomicFiles.delete(note);
        }
        var said = errors != null && !errors.tail().isBlank() ? errors.tail() : log.tail();
        var took = Duration.ofNanos(System.nanoTime() - started);
        return new CommandResult(command.name(), command.argv(), process.exitValue(), log.file(), said, took);
    }

    private static void checkLimit(Invocation command, long started, CappedLog log) {
        var limit = command.timeout();
        if (limit != null && System.nanoTime() - started > limit.toNanos()) {
            throw new ActionFailed(
                    "CommandTimedOut",
                    "%s took longer than %s".formatted(String.join(" ", command.argv()), limit),
                    "Its output so far is in " + log.file(),
                    true);
        }
    }

    /**
     * The same for a command whose output is data: it goes to {@code sink} as it is, only its errors are kept and masked. For
     * commands that leave no children behind.
     */
    public CommandResult run(Invocation command, OutputStream sink) throws InterruptedException {
        return run(command.withSeparateErrors(), sink, true);
    }

    /** Ends what an earlier try or attempt of this step left running under that name. */
    public void endEarlierRuns(String name) {
        endRecorded(note(name));
    }

    /**
     * Ends whatever earlier tries and attempts of this step left running, which may be none of the first command's, and removes
     * what of their output nobody has masked any more.
     */
    public void endEarlierRuns() {
        for (var note : hidden(attempt.stepFolder(), NOTE)) {
            endRecorded(note);
        }
        try (var attempts = Files.newDirectoryStream(attempt.stepFolder(), Files::isDirectory)) {
            for (var folder : attempts) {
                hidden(folder, CappedLog.RAW).forEach(AtomicFiles::delete);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> hidden(Path folder, String ending) {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, ".*" + ending)) {
            files.forEach(found::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    private static void endRecorded(Path note) {
        var earlier = ProcessGroup.recorded(note);
        earlier.ifPresent(group -> group.end(GRACE_PERIOD));
        if (earlier.isPresent() && !earlier.get().alive().isEmpty()) {
            throw new ActionFailed(
                    "EarlierStillRuns",
                    "processes %s of an earlier attempt survive even a kill"
                            .formatted(earlier.get().alive()),
                    "A person must look: a process in uninterruptible sleep hangs on a disk or network share.",
                    true);
        }
        AtomicFiles.delete(note);
    }

    private Process start(Invocation command, Path note, CappedLog log, @Nullable CappedLog errors, boolean piped) {
        var words = new ArrayList<>(List.of("setsid", "sh", "-c", RECORD_PID_AND_EXEC, note.toString()));
        if (command.nice() > 0) {
            words.addAll(List.of("nice", "-n", Integer.toString(command.nice())));
        }
        words.addAll(command.argv());
        var input = command.input() == null
                ? new File("/dev/null")
                : command.input().toFile();
        var builder = new ProcessBuilder(words).redirectInput(input);
        var toLog = ProcessBuilder.Redirect.appendTo(log.raw().toFile());
        if (piped) {
            builder.redirectError(toLog);
        } else {
            builder.redirectOutput(toLog);
        }
        if (!piped && errors == null) {
            builder.redirectErrorStream(true);
        }
        if (errors != null) {
            builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.raw().toFile()));
        }
        if (command.directory() != null) {
            builder.directory(command.directory().toFile());
        }
        builder.environment().putAll(command.environment());
        checkProgramExists(command, builder.environment());
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new ActionFailed(
                    "CommandNotStarted",
                    "%s: cannot be started: %s".formatted(command.argv().get(0), failure.getMessage()),
                    "Look whether its directory exists and setsid is installed.",
                    true,
                    failure);
        }
    }

    /** A missing program is said so, rather than by exit code 127. */
    private static void checkProgramExists(Invocation command, Map<String, String> environment) {
        var program = command.argv().get(0);
        var directory = command.directory() == null ? Path.of("") : command.directory();
        if (program.contains("/")
                ? Files.isExecutable(directory.resolve(program))
                : ProgramFinder.find(program, environment.get("PATH")).isPresent()) {
            return;
        }
        throw new ActionFailed(
                "CommandNotFound",
                program + ": no such program on this host",
                "Install it, or put its path into the environment file.",
                false);
    }

    private Path note(String name) {
        return attempt.stepFolder().resolve("." + RecordFolders.name(name) + NOTE);
    }
}
