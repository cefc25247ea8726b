package norn.cli.runbook;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about runbooks. */
@Command(
        name = "runbook",
        mixinStandardHelpOptions = true,
        description = "Shows and checks runbooks: what is done, when, by whom, and what a failure means.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunbookShowCommand.class,
            RunbookCheckCommand.class,
            RunbookCoverageCommand.class,
            RunbookExportCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn runbook show web-service",
            "  norn runbook coverage --missing",
            "  norn runbook check my-runbook.yaml"
        })
public final class RunbookCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: show, check, coverage or export");
    }
}
