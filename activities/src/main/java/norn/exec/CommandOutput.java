package norn.exec;

import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import norn.action.Attempt;
import norn.plan.Count;
import org.jspecify.annotations.Nullable;

/** Where a command's output goes: into one log, or its errors into one of their own, or its output to a sink. */
final class CommandOutput implements AutoCloseable {
    /** So much between two looks, and the next look comes soon: what is not taken over yet fills the disk. */
    private static final long MUCH_BYTES = 1 << 20;

    private static final long SOON_MILLISECONDS = 10;

    private final @Nullable OutputStream sink;
    private final CappedLog log;
    private final @Nullable CappedLog errors;
    private @Nullable StreamCopier copier;
    private boolean floods;

    CommandOutput(Invocation command, @Nullable OutputStream sink, Attempt attempt) {
        var folder = attempt.evidenceFolder();
        this.sink = sink;
        this.log = new CappedLog(folder, command.name() + (sink == null ? ".log" : ".err.log"), attempt::redact);
        this.errors = command.separateErrors() && sink == null
                ? new CappedLog(folder, command.name() + ".err.log", attempt::redact)
                : null;
    }

    /** The same, which holds the output as it is, too. */
    static CommandOutput held(Invocation command, Attempt attempt) {
        var output = new CommandOutput(command, null, attempt);
        output.log.hold();
        return output;
    }

    /** What it printed, once it has ended. */
    CommandAnswer answer(CommandResult ended) {
        return new CommandAnswer(ended, log.held(), !log.isCut());
    }

    /** Directs the command's output here. */
    ProcessBuilder connect(ProcessBuilder command) {
        var toLog = Redirect.appendTo(log.raw().toFile());
        if (sink != null) {
            return command.redirectError(toLog);
        }
        if (errors == null) {
            return command.redirectOutput(toLog).redirectErrorStream(true);
        }
        return command.redirectOutput(toLog)
                .redirectError(Redirect.appendTo(errors.raw().toFile()));
    }

    /** The command runs: what it prints is taken from now on. */
    void follow(Process process) {
        if (sink != null) {
            copier = StreamCopier.start(process.getInputStream(), sink);
        }
    }

    /**
     * Waits that long for its end, and takes over what it has printed meanwhile.
     *
     * @return whether it has ended, and all its output has gone where it should
     */
    boolean hasEnded(Process process, long milliseconds) throws InterruptedException {
        var ended = process.waitFor(floods ? SOON_MILLISECONDS : milliseconds, TimeUnit.MILLISECONDS)
                && (copier == null || copier.isDoneWithin(milliseconds));
        if (copier != null && copier.isDoneWithin(0)) {
            copier.check(); // its reader gone, the command would wait for ever
        }
        if (!ended) {
            floods = log.follow() + (errors == null ? 0 : errors.follow()) > MUCH_BYTES;
        }
        return ended;
    }

    Path file() {
        return log.file();
    }

    /** How far it is, in Norn's words: what it prints stays on this host. */
    String progress() {
        var lines = log.lines();
        return lines == 0 ? "running" : "running, %s so far".formatted(Count.of(lines, "line"));
    }

    String tail() {
        return errors != null && !errors.tail().isBlank() ? errors.tail() : log.tail();
    }

    /** The file to look at where it failed: that of its errors, where it has said anything there. */
    Path failureFile() {
        return errors != null && !errors.tail().isBlank() ? errors.file() : log.file();
    }

    @Override
    public void close() {
        log.close();
        if (errors != null) {
            errors.close();
        }
    }
}
