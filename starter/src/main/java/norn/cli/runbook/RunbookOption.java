package norn.cli.runbook;

import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.catalog.LoadedRunbook;
import norn.cli.option.ConfigOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The runbook that a command is about. */
final class RunbookOption {
    @Parameters(
            arity = "0..1",
            paramLabel = "RUNBOOK",
            description = "The runbook's name. Default: " + Catalog.DEFAULT + ". Also built in: web-service.")
    String name = Catalog.DEFAULT;

    @Mixin
    ConfigOption config;

    LoadedRunbook load() {
        return new Catalog(config.folder(), Actions.known()).runbook(name);
    }
}
