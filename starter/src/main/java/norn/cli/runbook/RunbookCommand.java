package norn.cli.runbook;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be asked about runbooks. */
@Command(
        name = "runbook",
        mixinStandardHelpOptions = true,
        description = "Shows and checks runbooks: what is done, when, by whom, and what failure means.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunbookShow.class, RunbookCheckCommand.class, RunbookCoverage.class, RunbookExport.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn runbook show deployment-day",
            "  norn runbook coverage --missing",
            "  norn runbook check my-runbook.yaml"
        })
public final class RunbookCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of show, check, coverage, export?");
    }
}
