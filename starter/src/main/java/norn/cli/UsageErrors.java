package norn.cli;

import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.plan.Suggestion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with a command as it was typed, and what is expected. */
record UsageErrors(Terminal terminal) implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        terminal.err().println("norn: " + what(wrong));
        var suggestion = suggestion(wrong);
        if (suggestion != null) {
            terminal.err().println(suggestion);
        } else {
            terminal.err().print(synopsis(command));
        }
        terminal.err().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE;
    }

    private static String synopsis(CommandLine command) {
        var help = new CommandLine.Help(
                command.getCommandSpec(), CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        return help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength());
    }

    private static String what(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            var first = unmatched.getUnmatched().get(0);
            if (!wrong.getCommandLine().getSubcommands().isEmpty() && !first.startsWith("-")) {
                return first + ": no such command";
            }
            return first.startsWith("-") ? first + ": no such option" : first + ": unexpected argument";
        }
        return String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
    }

    private static @Nullable String suggestion(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return null;
        }
        var first = unmatched.getUnmatched().get(0);
        var command = wrong.getCommandLine();
        return Suggestion.forWord(
                first,
                first.startsWith("-")
                        ? command.getCommandSpec().optionsMap().keySet()
                        : command.getSubcommands().keySet());
    }
}
