package norn.cli;

import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says what is wrong with a command as it was typed, and what would be right. */
record UsageErrors(Terminal terminal) implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var message = String.valueOf(wrong.getMessage());
        terminal.err().println(message.startsWith("norn: ") ? message : "norn: " + message);
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr()))
            terminal.err()
                    .println(command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                            .lines()
                            .findFirst()
                            .orElse(""));
        terminal.err().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        command.getErr().flush();
        return ExitCode.USAGE;
    }
}
