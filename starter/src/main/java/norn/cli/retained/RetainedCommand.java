package norn.cli.retained;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about what is retained of earlier deployments. */
@Command(
        name = "kept",
        mixinStandardHelpOptions = true,
        description = "Lists and removes what is retained of earlier deployments: releases, dumps, databases.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RetainedListCommand.class, RetainedDropCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  norn kept list production", "  norn kept drop production release/v0.8.0 --by alice"})
public final class RetainedCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list or drop");
    }
}
