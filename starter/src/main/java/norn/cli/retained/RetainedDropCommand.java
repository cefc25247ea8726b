package norn.cli.retained;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.action.Heartbeats;
import norn.cli.host.HostActions;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.option.PersonOptions;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes what a person names. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Removes what you name of what this host retains, for good. What serves, or a rollback needs, is"
                + " refused.",
        footerHeading = "%nExample:%n",
        footer = "  norn kept drop production release/v0.8.0 database/ai_world__bad_0a1b2c3d --by alice")
final class RetainedDropCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The environment.")
    private String environment;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "As 'norn kept list' prints it.")
    private List<String> names;

    @Mixin
    private PersonOptions person;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    RetainedDropCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var evidence = new HostActions(config.folder(), environment, Heartbeats.ignored())
                .run("retained", "drop-retained", null, Map.of("names", names, "by", person.name()));
        terminal.out().println(json.json ? LenientJson.text(evidence.values()) : evidence.summary());
        return 0;
    }
}
