package norn.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import norn.cli.option.JsonOption;
import norn.cli.rehearsal.BackgroundStack;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import norn.local.NornHome;
import norn.run.RunIds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts in the background what a deployment from the Temporal UI needs. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a Temporal server, a worker and a sandbox in the background. Prints the address of the Temporal UI, and what to"
                    + " enter there to start a deployment.",
            "What runs already keeps running. 'norn down' stops everything."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn up", "  norn up --fresh     with a new sandbox"})
final class UpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--fresh",
            description = "Create a new sandbox in any case. A deployment in progress in the old one is terminated.")
    private boolean fresh;

    @Mixin
    private JsonOption json;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var home = NornHome.ofProcess().writable();
        var stack = BackgroundStack.up(home, fresh, line -> terminal.err().println(line));
        var id = RunIds.deployment("rehearsal", stack.newRelease(), Instant.now());
        if (json.json) {
            var result = new LinkedHashMap<String, Object>();
            result.put("ui", stack.ui());
            result.put("address", stack.address());
            result.put("startForm", stack.startForm(id));
            result.put("input", stack.input());
            terminal.out().println(LenientJson.text(result));
            return 0;
        }
        var out = terminal.out();
        out.println("Temporal UI   " + stack.ui());
        out.println("address       " + stack.address());
        out.println();
        out.println("To deploy from the Temporal UI, open this form, paste the input, and press Start Workflow:");
        out.println("  form        " + stack.startForm(id));
        out.println("  input       " + stack.input());
        out.println("If the button does nothing, the page has only reformatted the input: press it again.");
        out.println("To deploy from the command line:");
        out.println("  ./norn deploy %s --to rehearsal".formatted(stack.newRelease()));
        out.println();
        out.println("'./norn status' shows what waits and how to answer it; './norn down' stops everything.");
        return 0;
    }
}
