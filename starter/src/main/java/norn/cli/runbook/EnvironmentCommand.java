package norn.cli.runbook;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be asked about environments. */
@Command(
        name = "environment",
        mixinStandardHelpOptions = true,
        description = "Shows and checks environments: who decides, and what this host has to offer.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EnvironmentShow.class, EnvironmentCheck.class, EnvironmentSample.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  norn environment sample > config/environments/production.yaml",
            "  norn environment check production",
            "  norn environment show production"
        })
public final class EnvironmentCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of show, check, sample?");
    }
}
