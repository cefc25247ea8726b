package norn.cli;

import java.time.Instant;
import java.util.concurrent.Callable;
import norn.cli.message.MessageFields;
import norn.cli.option.JsonOption;
import norn.cli.rehearsal.BackgroundStack;
import norn.cli.terminal.Terminal;
import norn.client.Json;
import norn.client.RunIds;
import norn.local.NornHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that a deployment from the Temporal UI needs, in the background. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a Temporal server, a worker and the practice world in the background, ready for a deployment from the"
                    + " Temporal UI; prints where it is and what to type there.",
            "What runs already is left as it is."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  norn up", "  norn up --fresh     with a new practice world"})
final class Up implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--fresh",
            description =
                    "Make a new practice world in any case; a deployment that is under way in the old one is ended.")
    private boolean fresh;

    @Mixin
    private JsonOption json;

    Up(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var home = NornHome.ofProcess().writable();
        var stack = BackgroundStack.up(home, fresh, line -> terminal.err().println(line));
        var id = RunIds.deployment("rehearsal", stack.newRelease(), Instant.now());
        if (json.json) {
            terminal.out()
                    .println(Json.text(MessageFields.of(
                            "ui",
                            stack.ui(),
                            "address",
                            stack.address(),
                            "startForm",
                            stack.startForm(id),
                            "input",
                            stack.input())));
            return 0;
        }
        var out = terminal.out();
        out.println("Temporal UI   " + stack.ui());
        out.println("address       " + stack.address());
        out.println();
        out.println("To deploy from the Temporal UI, open this form, paste the input, and press Start Workflow:");
        out.println("  form        " + stack.startForm(id));
        out.println("  input       " + stack.input());
        out.println("Where the button does nothing, the page has only laid the input out anew: press it again.");
        out.println("To deploy from here:");
        out.println("  ./norn deploy %s --to rehearsal".formatted(stack.newRelease()));
        out.println();
        out.println("'./norn status' shows what waits and how to answer it; './norn down' ends it all.");
        return 0;
    }
}
