package norn.cli.message;

import java.util.concurrent.Callable;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import norn.state.Event;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides what happens after a failed step, or after a met criterion. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = {
            "Decides what happens next where a step has failed, or where a rollback criterion is met: exactly one of --retry, --skip,"
                    + " --roll-back, --keep."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn resolve compile-server --retry --by bob",
            "  norn resolve load-test --skip --by bob --note 'no load generator here'",
            "  norn resolve smoke-test --roll-back --by alice",
            "  norn resolve agents-failing --keep --by alice --note 'known, fixed at 14:00'"
        })
public final class ResolveCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "STEP", description = "The step's or criterion's id; 'norn status' shows it.")
    private String step;

    @ArgGroup(multiplicity = "1")
    private Choice choice;

    @Option(
            names = "--attempt",
            paramLabel = "NUMBER",
            description = "The attempt of the step that this is about. Default: the current one.")
    private @Nullable Integer attempt;

    @Mixin
    private MessageOptions message;

    ResolveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return message.send(
                terminal, OutgoingMessage.resolve(step, choice.chosen()).attempt(attempt));
    }

    /** Exactly one of the four. */
    static final class Choice {
        @Option(names = "--retry", description = "Try the step again, as a new attempt.")
        boolean retry;

        @Option(names = "--skip", description = "Go on without the step, where the runbook allows it; --note says why.")
        boolean skip;

        @Option(names = "--roll-back", description = "Restore the old release.")
        boolean rollBack;

        @Option(names = "--keep", description = "Keep the new release, although the criterion is met.")
        boolean keep;

        Event.Choice chosen() {
            if (retry) {
                return Event.Choice.RETRY;
            }
            if (skip) {
                return Event.Choice.SKIP;
            }
            return rollBack ? Event.Choice.ROLL_BACK : Event.Choice.KEEP;
        }
    }
}
