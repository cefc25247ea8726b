package norn.cli.runbook;

import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.catalog.LoadedRunbook;
import norn.cli.option.ConfigOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which runbook. */
final class RunbookOption {
    @Option(
            names = "--runbook",
            paramLabel = "NAME",
            description = "The runbook. Default: ragnarok-ai-world, the built-in one.")
    String name = Catalog.DEFAULT;

    @Mixin
    ConfigOption config;

    LoadedRunbook load() {
        return catalog().runbook(name);
    }

    Catalog catalog() {
        return new Catalog(config.folder(), Actions.known());
    }
}
