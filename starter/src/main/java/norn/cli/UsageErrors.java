package norn.cli;

import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.plan.Suggestion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command as it was typed, and what would be right. */
record UsageErrors(Terminal terminal) implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var message = String.valueOf(wrong.getMessage());
        terminal.err().println(message.startsWith("norn: ") ? message : "norn: " + message);
        var suggestion = suggestion(wrong);
        if (suggestion != null) terminal.err().println(suggestion);
        else if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr()))
            terminal.err()
                    .println(command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                            .lines()
                            .findFirst()
                            .orElse(""));
        terminal.err().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        command.getErr().flush();
        return ExitCode.USAGE;
    }

    /** The command that is nearest to the one typed; picocli's own idea of nearness misses swapped letters. */
    private static @Nullable String suggestion(ParameterException wrong) {
        var commands = wrong.getCommandLine().getSubcommands().keySet();
        return wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? Suggestion.forWord(unmatched.getUnmatched().get(0), commands)
                : null;
    }
}
