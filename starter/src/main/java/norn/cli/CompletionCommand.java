package norn.cli;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script for the shell's completion. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that lets bash or zsh complete Norn's commands and options.",
        footerHeading = "%nExample:%n",
        footer = "  source <(./norn completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(AutoComplete.bash("norn", spec.root().commandLine()));
        terminal.out().println("complete -F _complete_norn -o default ./norn");
        return 0;
    }
}
