package norn.cli;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.LineWrapper;
import norn.cli.terminal.Terminal;
import norn.client.AmbiguousDeployment;
import norn.client.MessageRefused;
import norn.client.RequestFailed;
import norn.client.SafeText;
import norn.local.FileErrorText;
import norn.worker.MissingSearchAttributes;
import norn.worker.temporal.InvalidTemporalProfile;
import norn.yaml.InvalidConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what failed and what to do, and chooses the exit code; prints the stack trace only with {@code --verbose}. */
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
        if (failure instanceof AmbiguousDeployment ambiguous) {
            print(
                    String.valueOf(ambiguous.getMessage()),
                    ambiguous.environment() == null
                            ? "Name one: --deployment ID, or its environment."
                            : "Name one: --deployment ID.");
            return ExitCode.USAGE;
        }
        if (failure instanceof RequestFailed request) {
            print(String.valueOf(request.getMessage()), request.remedy());
            return ExitCode.of(request.kind());
        }
        if (failure instanceof InvalidTemporalProfile profile) {
            print(String.valueOf(profile.getMessage()), profile.remedy());
            return ExitCode.CONFIGURATION;
        }
        if (failure instanceof InvalidConfiguration || failure instanceof MissingSearchAttributes) {
            print(String.valueOf(failure.getMessage()), null);
            return ExitCode.CONFIGURATION;
        }
        if (failure instanceof MessageRefused refused) {
            print("refused: " + refused.getMessage(), null);
            return ExitCode.NOT_SUCCESSFUL;
        }
        if (failure instanceof StatusRuntimeException || failure instanceof WorkflowServiceException) {
            print(
                    "the Temporal server failed: " + innermost(failure),
                    "Try again; './norn status' shows whether it has recovered.");
            return ExitCode.UNAVAILABLE;
        }
        if (failure instanceof UncheckedIOException || failure instanceof IOException) {
            print(
                    innermost(failure),
                    FileErrorText.isNotWritable(failure)
                            ? "Make room, fix the permissions, or name another folder: NORN_HOME=DIR."
                            : null);
            return ExitCode.CONFIGURATION;
        }
        print("an error in Norn itself: " + failure, "Please report it, with the output of '--verbose'.");
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
