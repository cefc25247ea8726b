package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what to do about a failed step, or about a criterion that was met. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = "Says what to do about a step that failed, or about a rollback criterion that was met.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn resolve compile-server --retry --by bob",
            "  norn resolve load-test --skip --by bob --note 'no load generator here'",
            "  norn resolve smoke-test --roll-back --by alice",
            "  norn resolve agents-failing --keep --by alice --note 'known, mended at 14:00'"
        })
public final class Resolve implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "STEP", description = "The step or criterion, as 'norn status' names it.")
    private String step;

    @ArgGroup(multiplicity = "1")
    private Choice choice;

    @Option(
            names = "--attempt",
            paramLabel = "NUMBER",
            description = "The attempt that is meant. Default: the current one.")
    private @Nullable Integer attempt;

    @Mixin
    private MessageOptions message;

    Resolve(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(
                terminal, "resolve", MessageFields.of("step", step, "choice", choice.word(), "attempt", attempt));
    }

    /** Exactly one of the four. */
    static final class Choice {
        @Option(names = "--retry", description = "Try the step again, as a new attempt.")
        boolean retry;

        @Option(
                names = "--skip",
                description = "Go on without the step, where it may be skipped; the note is the reason.")
        boolean skip;

        @Option(names = "--roll-back", description = "Take back what was changed.")
        boolean rollBack;

        @Option(names = "--keep", description = "Keep the release although the criterion was met.")
        boolean keep;

        String word() {
            if (retry) {
                return "RETRY";
            }
            if (skip) {
                return "SKIP";
            }
            return rollBack ? "ROLL_BACK" : "KEEP";
        }
    }
}
