package norn.bench;

import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine;

/** The command line of a benchmark. */
public final class BenchmarkLine {
    private BenchmarkLine() {}

    /** One for that command, on that terminal: what it fails with is printed as everywhere in Norn. */
    public static CommandLine of(Object command, Terminal terminal) {
        var line = new CommandLine(command);
        line.setOut(terminal.outWriter()).setErr(terminal.errWriter()).setUsageHelpWidth(100);
        line.setExecutionExceptionHandler(
                (failure, failed, parsed) -> failed(line.getCommandName(), terminal, failure));
        line.getCommandSpec()
                .exitCodeOnInvalidInput(ExitCode.USAGE)
                .usageMessage()
                .optionListHeading("%nOptions:%n");
        return line;
    }

    private static int failed(String name, Terminal terminal, Exception failure) {
        if (!(failure instanceof CommandFailed known)) {
            failure.printStackTrace(terminal.err());
            return ExitCode.INTERNAL;
        }
        terminal.err().println(name + ": " + known.getMessage());
        if (known.remedy() != null) {
            terminal.err().println("  " + known.remedy());
        }
        return known.exitCode();
    }
}
