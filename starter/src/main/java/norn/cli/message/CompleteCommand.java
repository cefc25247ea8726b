package norn.cli.message;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.Terminal;
import norn.client.OutgoingMessage;
import norn.state.Event.AttestationOutcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Attests manual steps. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        description = {
            "Attests that manual steps are done, have failed, or are not needed. Of several steps, all are accepted or none."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn complete review-documentation --by carol",
            "  norn complete train-operators brief-support --by carol --note 'both teams'",
            "  norn complete survey-players --by dave --value feedbackPositivePercent=82",
            "  norn complete check-firewall --by bob --outcome failed --note 'port 6900 is closed'"
        })
public final class CompleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "STEP", description = "The steps' ids; 'norn status' shows them.")
    private List<String> steps;

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "done (the default), failed or not-needed.")
    private @Nullable String outcome;

    @Option(
            names = "--value",
            paramLabel = "NAME=VALUE",
            description = "A number or a word that the step asks for; once for each.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--evidence", paramLabel = "URL", description = "An address where people can see for themselves.")
    private @Nullable String evidence;

    @Option(
            names = "--attempt",
            paramLabel = "NUMBER",
            description = "The attempt of the step that this is about. Default: the current one.")
    private @Nullable Integer attempt;

    @Mixin
    private MessageOptions message;

    CompleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var typed = new LinkedHashMap<String, Object>();
        values.forEach((name, text) -> typed.put(name, OutgoingMessage.value(text)));
        return message.send(
                terminal,
                OutgoingMessage.complete(steps)
                        .attempt(attempt)
                        .outcome(outcome())
                        .values(typed)
                        .evidence(evidence));
    }

    private @Nullable AttestationOutcome outcome() {
        if (outcome == null) {
            return null;
        }
        var word = outcome.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(AttestationOutcome.values())
                .filter(known -> known.name().equals(word))
                .findFirst()
                .orElseThrow(() -> CommandFailed.usage(
                        "--outcome %s: no such outcome".formatted(outcome), "Known: done, failed, not-needed."));
    }
}
