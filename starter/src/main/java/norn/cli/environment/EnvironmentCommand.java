package norn.cli.environment;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about environments. */
@Command(
        name = "environment",
        mixinStandardHelpOptions = true,
        description = "Shows and checks environments: who decides, and what this host provides.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EnvironmentShowCommand.class, EnvironmentCheckCommand.class, EnvironmentSampleCommand.class},
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
        throw new ParameterException(spec.commandLine(), "a command is missing: show, check or sample");
    }
}
