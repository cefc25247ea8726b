package norn.cli.host;

import java.util.Map;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which services are meant. */
final class ServiceOptions {
    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The environment.")
    private String environment;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "COMPONENT",
            description = "A service of its file. Default: all that Norn starts and stops.")
    @Nullable
    private String component;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    /** Runs the action for them, with its progress on standard error, and prints what came of it. */
    int run(String action, Terminal terminal) {
        var evidence = new HostActions(config.folder(), environment, new ProgressLines(terminal))
                .run("by-hand", action, component, Map.of());
        terminal.out().println(json.json ? LenientJson.text(evidence.values()) : evidence.summary());
        return 0;
    }
}
