package norn.cli;

import java.util.concurrent.Callable;
import norn.cli.terminal.CommandFailed;
import picocli.CommandLine.Command;

/** Formats and checks Norn's own code; the launcher does it, for what it needs is Maven. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Formats Norn's own code and compiles it with every static check, without running a test."
                    + " Needs Maven, and the folder that Norn was cloned into.",
        },
        footerHeading = "%nExample:%n",
        footer = {"  ./norn check"})
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandFailed.usage(
                "the code is checked by Norn's launcher", "Type ./norn check in the folder that Norn was cloned into.");
    }
}
