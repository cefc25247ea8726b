package norn.cli;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.FileErrorText;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.SafeText;
import norn.cli.terminal.Terminal;
import norn.client.MessageRefused;
import norn.yaml.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong, what to do, and with which code to exit; the trace only for who asks for it. */
record FailurePrinter(Terminal terminal, BooleanSupplier verbose) implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(terminal.err());
        }
        if (failure instanceof CommandFailed known) {
            print(String.valueOf(known.getMessage()), known.remedy());
            return known.exitCode();
        }
        if (failure instanceof InvalidConfiguration invalid) {
            print(String.valueOf(invalid.getMessage()), null);
            return ExitCode.CONFIGURATION;
        }
        if (failure instanceof MessageRefused refused) {
            print("refused: " + refused.getMessage(), null);
            return ExitCode.NOT_SUCCESSFUL;
        }
        if (failure instanceof StatusRuntimeException || failure instanceof WorkflowServiceException) {
            print("the Temporal server failed: " + innermost(failure), "Look with './norn status', and try again.");
            return ExitCode.UNAVAILABLE;
        }
        if (failure instanceof UncheckedIOException || failure instanceof IOException) {
            print(
                    innermost(failure),
                    FileErrorText.isNotWritable(failure)
                            ? "Make room, mend permissions, or name another folder: NORN_HOME=DIR."
                            : null);
            return ExitCode.CONFIGURATION;
        }
        print("an error of Norn's own: " + failure, "'--verbose' shows where it comes from. Please report it.");
        return ExitCode.INTERNAL;
    }

    private void print(String message, @Nullable String remedy) {
        var text =
                "norn: " + SafeText.text(message) + (remedy == null ? "" : System.lineSeparator() + "      " + remedy);
        var lines = LineWrapper.wrappedText(text, terminal.errSize().columns() - 1);
        terminal.err().println(terminal.errStyle().bad("norn:") + lines.substring("norn:".length()));
    }

    private static String innermost(Throwable failure) {
        var inner = failure;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.toString() : inner.getMessage();
    }
}
