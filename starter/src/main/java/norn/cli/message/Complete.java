package norn.cli.message;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Attests manual steps. */
@Command(
        name = "complete",
        mixinStandardHelpOptions = true,
        description = "Says that manual steps are done (or failed, or not needed). All of them are taken, or none.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn complete review-documentation --by carol",
            "  norn complete train-operators brief-support --by carol --note 'both teams'",
            "  norn complete survey-players --by dave --value feedbackPositivePercent=82",
            "  norn complete check-firewall --by bob --outcome failed --note 'port 6900 is closed'"
        })
public final class Complete implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "STEP", description = "The steps, as 'norn status' names them.")
    private List<String> steps;

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "done (the default), failed or not-needed.")
    private @Nullable String outcome;

    @Option(
            names = "--value",
            paramLabel = "NAME=VALUE",
            description = "A number or word that the step asks for. May be repeated.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--evidence", paramLabel = "URL", description = "Where people can see for themselves.")
    private @Nullable String evidence;

    @Option(
            names = "--attempt",
            paramLabel = "NUMBER",
            description = "The attempt that is meant. Default: the current one.")
    private @Nullable Integer attempt;

    @Mixin
    private MessageOptions message;

    Complete(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var fields = MessageFields.of(
                steps.size() == 1 ? "step" : "steps",
                steps.size() == 1 ? steps.get(0) : steps,
                "attempt",
                attempt,
                "outcome",
                outcome(),
                "values",
                values.isEmpty() ? null : numbers(),
                "evidence",
                evidence);
        return message.send(terminal, "complete", fields);
    }

    private @Nullable String outcome() {
        if (outcome == null) {
            return null;
        }
        var word = outcome.toUpperCase(Locale.ROOT).replace('-', '_');
        if (List.of("DONE", "FAILED", "NOT_NEEDED").contains(word)) {
            return word;
        }
        throw CommandFailed.usage(
                "--outcome %s: no such outcome".formatted(outcome), "Known: done, failed, not-needed.");
    }

    private Map<String, Object> numbers() {
        var read = new LinkedHashMap<String, Object>();
        values.forEach((name, text) -> read.put(name, number(text)));
        return read;
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException aWord) {
            return text;
        }
    }
}
