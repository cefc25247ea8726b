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
        terminal.err().println("norn: " + what(wrong));
        var meant = meant(wrong);
        if (meant != null) {
            terminal.err().println(meant);
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
            return first.startsWith("-") ? first + ": no such option" : first + ": one word too many";
        }
        return String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
    }

    private static @Nullable String meant(ParameterException wrong) {
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
