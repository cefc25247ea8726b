package norn.cli.runbook;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.cli.option.JsonOption;
import norn.cli.terminal.ExitCode;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import norn.yaml.InvalidConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a runbook. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks a runbook, and prints every problem with file, line and column. Exit codes: 0 no problem, 78 problems.",
        footerHeading = "%nExample:%n",
        footer = "  norn runbook check config/runbooks/my-runbook.yaml")
final class RunbookCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The runbook's file; the files of its phases are beside it.")
    private Path file;

    @Mixin
    private JsonOption json;

    RunbookCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            var loaded = new Catalog(null, Actions.known()).file(file);
            var steps = loaded.runbook().phases().stream()
                    .mapToInt(phase -> phase.steps().size())
                    .sum();
            if (json.json) {
                terminal.out().println(LenientJson.text(Map.of("problems", List.of())));
            } else {
                terminal.out().println("%s: no problems (%d steps)".formatted(file, steps));
            }
            return ExitCode.DONE;
        } catch (InvalidConfiguration invalid) {
            if (json.json) {
                terminal.out().println(LenientJson.text(Map.of("problems", invalid.problems())));
            } else {
                terminal.err().println(invalid.getMessage());
            }
            return ExitCode.CONFIGURATION;
        }
    }
}
