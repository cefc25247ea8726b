package norn.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.FullVolume;
import norn.files.RecordFolders;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands for an attempt, each in a session and process group of its own, with its output in the evidence folder. An
 * attempt that timed out may still be running: the group that an earlier one left behind is ended first.
 */
public final class Commands {
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(3);
    private static final long FOLLOW_MILLISECONDS = 200;
    private static final long FULL_BYTES = 64 << 10;
    private static final String PID_FILE = ".process";

    private final Attempt attempt;

    /** Commands of that attempt. */
    public Commands(Attempt attempt) {
        this.attempt = attempt;
    }

    /**
     * Runs it to its end.
     *
     * @throws ActionFailed {@code CommandTimedOut} past its limit, {@code CommandNotFound} where there is no such program
     * @throws Attempt.Stopped if the run no longer wants it; its whole group has been ended then
     */
    public CommandResult run(Invocation command) throws InterruptedException {
        return run(command, null);
    }

    /**
     * The same for a command whose output is data: it goes to {@code sink} as it is, only its errors are saved and masked. For
     * commands that leave no children behind.
     */
    public CommandResult run(Invocation command, @Nullable OutputStream sink) throws InterruptedException {
        endEarlierRuns(command.name());
        return end(command, new CommandOutput(command, sink, attempt));
    }

    /** The same for a command whose output Norn itself reads: it is held as it is, and saved masked. */
    public CommandAnswer ask(Invocation command) throws InterruptedException {
        endEarlierRuns(command.name());
        var output = CommandOutput.held(command, attempt);
        return output.answer(end(command, output));
    }

    private CommandResult end(Invocation command, CommandOutput output) throws InterruptedException {
        var started = System.nanoTime();
        var exitCode = exitCode(command, output);
        return new CommandResult(
                command.name(),
                command.program(),
                exitCode,
                output.file(),
                output.failureFile(),
                output.tail(),
                exitCode == 0 ? Optional.empty() : fullVolume(command, output),
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** A program may have removed what did not fit when it ends, so its own words count too. */
    private static Optional<Path> fullVolume(Invocation command, CommandOutput output) {
        var folders = new ArrayList<Path>();
        if (command.directory() != null) {
            folders.add(command.directory());
        }
        folders.add(output.file().toAbsolutePath().getParent());
        var fullest = folders.stream().min(Comparator.comparingLong(Commands::freeBytes));
        return FullVolume.isSaidIn(output.tail()) ? fullest : fullest.filter(folder -> freeBytes(folder) < FULL_BYTES);
    }

    /** As many as can be where it is unknown. */
    private static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    private int exitCode(Invocation command, CommandOutput output) throws InterruptedException {
        var pidFile = pidFile(command.name());
        try (output) {
            var process = start(command, pidFile, output);
            try {
                await(command, process, output);
            } finally {
                if (process.isAlive()) {
                    ProcessGroup.of(process.pid()).ifPresent(group -> group.end(GRACE_PERIOD));
                }
            }
            return process.exitValue();
        } finally {
            AtomicFiles.deleteIfPossible(pidFile.path()); // it names a process that has ended
        }
    }

    private Process start(Invocation command, PidFile pidFile, CommandOutput output) {
        var problem = ProgramFinder.problem(command); // else the shell says so, by exit code 126 or 127
        if (problem.isPresent()) {
            throw new ActionFailed(
                    "CommandNotFound",
                    "%s: %s: %s".formatted(command.name(), command.program(), problem.get()),
                    "Install it, or put its path into the environment file.",
                    false);
        }
        try {
            var process = output.connect(OwnSession.of(command, pidFile, attempt.host()))
                    .start();
            output.follow(process);
            return process;
        } catch (IOException failure) {
            throw new ActionFailed(
                    "CommandNotStarted",
                    "%s: %s cannot be started: %s".formatted(command.name(), command.program(), failure.getMessage()),
                    "Check that its directory exists and that setsid is installed.",
                    true,
                    failure);
        }
    }

    private void await(Invocation command, Process process, CommandOutput output) throws InterruptedException {
        var timeout = command.timeout();
        var ended = Poller.of(attempt, Duration.ZERO) // the check itself waits
                .await(
                        timeout == null ? Poller.FOREVER : timeout,
                        () -> output.hasEnded(process, FOLLOW_MILLISECONDS),
                        Boolean::booleanValue,
                        running -> command.name() + ": " + output.progress());
        if (!ended) {
            throw new ActionFailed(
                    "CommandTimedOut",
                    "%s: %s took longer than %s".formatted(command.name(), command.program(), timeout),
                    "Its output so far is in " + output.file(),
                    true);
        }
    }

    /** Ends what an earlier try or attempt of this step left running under that name. */
    public void endEarlierRuns(String name) {
        endRecorded(pidFile(name));
    }

    /**
     * Ends whatever earlier tries and attempts of this step left running, whose names the action may not use any more, and
     * deletes what of their output was not masked yet.
     */
    public void endEarlierRuns() {
        for (var folder : attempt.stepFolders()) {
            endRuns(folder);
            try (var attempts = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (var earlier : attempts) {
                    hidden(earlier, CappedLog.RAW).forEach(AtomicFiles::delete);
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read " + folder, unreadable);
            }
        }
    }

    /** Ends whatever commands the tries of a step left running. */
    public static void endRuns(Path stepFolder) {
        if (Files.isDirectory(stepFolder)) {
            hidden(stepFolder, PID_FILE).forEach(file -> endRecorded(new PidFile(file)));
        }
    }

    private static List<Path> hidden(Path folder, String ending) {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, ".*" + ending)) {
            files.forEach(found::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
        return found;
    }

    private static void endRecorded(PidFile pidFile) {
        pidFile.recorded().ifPresent(group -> {
            group.end(GRACE_PERIOD);
            var alive = group.alive();
            if (!alive.isEmpty()) {
                throw new ActionFailed(
                        "EarlierStillRuns",
                        "processes %s of an earlier attempt survive even a kill".formatted(alive),
                        "Find what they wait for: a process in uninterruptible sleep hangs on a disk or network share.",
                        true);
            }
        });
        AtomicFiles.deleteIfPossible(pidFile.path()); // it names a process that has ended
    }

    private PidFile pidFile(String name) {
        return new PidFile(attempt.stepFolder().resolve("." + RecordFolders.name(name) + PID_FILE));
    }
}
