package norn.cli;

import java.util.concurrent.Callable;
import norn.cli.terminal.CommandFailed;
import picocli.CommandLine.Command;

/** Formats and checks Norn's own code. The launcher does it; here is only the help. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Formats Norn's own code and compiles it with every static check, without running a test."
                    + " Needs Maven and the cloned repository.",
        },
        footerHeading = "%nExample:%n",
        footer = {"  ./norn check"})
final class CheckCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandFailed.usage(
                "only Norn's launcher can check the code", "Run ./norn check in the cloned repository.");
    }
}
