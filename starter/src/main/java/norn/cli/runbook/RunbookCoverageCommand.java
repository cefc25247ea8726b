package norn.cli.runbook;

import java.util.concurrent.Callable;
import norn.catalog.Coverage;
import norn.cli.option.JsonOption;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints how a runbook covers its checklist. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description =
                "Prints how the runbook covers each item of its checklist: by a machine, by a person, by a criterion, or in the"
                        + " record; and how often it asks people.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn runbook coverage",
            "  norn runbook coverage --missing     only the items that nothing covers; exit code 1 if any"
        })
final class RunbookCoverageCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--missing", description = "Print only the items that nothing covers; exit code 1 if any.")
    private boolean missing;

    @Mixin
    private RunbookOption runbook;

    @Mixin
    private JsonOption json;

    RunbookCoverageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var coverage = Coverage.of(runbook.load());
        if (json.json) {
            terminal.out().println(LenientJson.text(coverage));
        } else {
            print(coverage);
        }
        return missing && !coverage.missing().isEmpty() ? ExitCode.NOT_SUCCESSFUL : ExitCode.DONE;
    }

    private void print(Coverage coverage) {
        var out = terminal.out();
        for (var line : missing ? coverage.missing() : coverage.lines()) {
            out.println("%-14s %-28s %s".formatted(line.item(), line.how().text(), String.join(", ", line.by())));
        }
        var all = coverage.lines().size();
        out.println("%d of %d items covered".formatted(all - coverage.missing().size(), all));
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
