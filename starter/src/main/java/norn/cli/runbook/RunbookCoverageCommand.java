package norn.cli.runbook;

import java.util.List;
import java.util.concurrent.Callable;
import norn.action.run.Actions;
import norn.catalog.Coverage;
import norn.catalog.Environments;
import norn.cli.option.JsonOption;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how a runbook covers its checklist. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description =
                "Prints how the runbook covers each item of its checklist: by a machine, by a person, by a criterion,"
                        + " or in the record; and how often it asks people.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn runbook coverage",
            "  norn runbook coverage --missing                  only the items that nothing covers; exit code 1 if any",
            "  norn runbook coverage --environment production   of its runbook, without what it excludes"
        })
final class RunbookCoverageCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--missing", description = "Print only the items that nothing covers; exit code 1 if any.")
    private boolean missing;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "The coverage in that environment: of its runbook, without what it excludes.")
    private @Nullable String environment;

    @Mixin
    private RunbookOption runbook;

    @Mixin
    private JsonOption json;

    RunbookCoverageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var coverage = environment == null ? Coverage.of(runbook.load()) : in(environment);
        if (json.json) {
            terminal.out().println(LenientJson.text(coverage));
        } else {
            print(coverage);
        }
        return missing && !coverage.missing().isEmpty() ? ExitCode.NOT_SUCCESSFUL : ExitCode.DONE;
    }

    private Coverage in(String environment) {
        if (runbook.name != null) {
            throw CommandFailed.usage(
                    "a runbook and --environment exclude each other: an environment has its own runbook",
                    "Type 'norn runbook coverage --environment %s'.".formatted(environment));
        }
        var file = new Environments(List.of(runbook.config.folder())).environment(environment);
        return Coverage.in(file.policy(), runbook.load(file.runbook()), Actions.known());
    }

    private void print(Coverage coverage) {
        var out = terminal.out();
        for (var line : missing ? coverage.missing() : coverage.lines()) {
            var reason = line.reason().isEmpty() ? "" : " (%s)".formatted(line.reason());
            out.println(
                    "%-14s %-28s %s%s".formatted(line.item(), line.how().text(), String.join(", ", line.by()), reason));
        }
        var all = coverage.lines().size();
        var excluded = coverage.count(Coverage.How.EXCLUDED);
        out.println("%d of %d items covered".formatted(all - coverage.missing().size() - excluded, all));
        if (missing) {
            return;
        }
        for (var how : Coverage.How.values()) {
            if (coverage.count(how) > 0) {
                out.println("  %4d %s".formatted(coverage.count(how), how.text()));
            }
        }
        out.println("People are asked:");
        coverage.asks().forEach((phase, times) -> out.println("  %4d times in %s".formatted(times, phase)));
    }
}
