package norn.cli.runbook;

import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.catalog.LoadedRunbook;
import norn.cli.option.ConfigOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The runbook that a command is about. */
final class RunbookOption {
    @Parameters(
            arity = "0..1",
            paramLabel = "RUNBOOK",
            description = "The runbook's name. Default: " + Catalog.DEFAULT + ". Also built in: web-service.")
    @Nullable
    String name;

    @Mixin
    ConfigOption config;

    LoadedRunbook load() {
        return load(name == null ? Catalog.DEFAULT : name);
    }

    LoadedRunbook load(String name) {
        return new Catalog(config.folder(), Actions.known()).runbook(name);
    }
}
