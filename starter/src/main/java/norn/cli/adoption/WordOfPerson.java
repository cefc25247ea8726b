package norn.cli.adoption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.function.Supplier;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.cli.host.ProgressLines;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.InterruptCounter;
import norn.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** What is done only on a person's word, and how that person ends it. */
record WordOfPerson(Terminal terminal, ProgressLines progress) {
    /** @throws CommandFailed where the person does not say yes, or nobody can be asked */
    void require(String question) {
        if (!terminal.isInteractive()) {
            throw CommandFailed.usage(
                    "nothing was changed: this needs a person's word, and nobody can be asked here",
                    "Type it at a terminal, or add --yes; with --plan it only shows.");
        }
        terminal.err().print(question + " Type yes: ");
        terminal.err().flush();
        if (!"yes".equals(line())) {
            throw new CommandFailed(ExitCode.NOT_SUCCESSFUL, "nothing was changed", null);
        }
    }

    private static @Nullable String line() {
        try {
            var line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? null : line.strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read what you type", unreadable);
        }
    }

    /** Does it. Ctrl-C ends it between two of its parts, and the person reads what that means. */
    <T> T whileWanted(String environment, Supplier<T> work) {
        var interrupts = InterruptCounter.counted();
        interrupts.onFirst(progress::stop);
        try {
            return work.get();
        } catch (Attempt.Stopped stopped) {
            throw new CommandFailed(
                    interrupts.exitCode(),
                    "it was ended in the middle: services may be stopped",
                    "Type the same command again: it goes on. 'norn adopt %s --undo' takes all of it back."
                            .formatted(environment),
                    stopped);
        } catch (ActionFailed failed) {
            throw failed(failed);
        }
    }

    static CommandFailed failed(ActionFailed failed) {
        return new CommandFailed(ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
    }
}
