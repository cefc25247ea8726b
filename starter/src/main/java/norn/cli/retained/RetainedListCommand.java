package norn.cli.retained;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import norn.action.Heartbeats;
import norn.cli.host.HostActions;
import norn.cli.option.ConfigOption;
import norn.cli.option.JsonOption;
import norn.cli.terminal.Terminal;
import norn.files.LenientJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what is retained. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists what this host retains of earlier deployments, since when, and what needs it.",
        footerHeading = "%nExample:%n",
        footer = "  norn kept list production")
final class RetainedListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ENVIRONMENT", defaultValue = "rehearsal", description = "Default: rehearsal.")
    private String environment;

    @Mixin
    private ConfigOption config;

    @Mixin
    private JsonOption json;

    RetainedListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var items = new HostActions(config.folder(), environment, Heartbeats.ignored())
                .run("retained", "list-retained", null, Map.of())
                .values()
                .get("items");
        var rows = items instanceof List<?> list ? list : List.of();
        if (json.json) {
            terminal.out().println(LenientJson.text(Map.of("items", rows)));
            return 0;
        }
        if (rows.isEmpty()) {
            terminal.out().println("nothing is retained of earlier deployments");
        }
        for (var row : rows) {
            if (row instanceof Map<?, ?> item) {
                terminal.out().println(line(item));
            }
        }
        return 0;
    }

    private static String line(Map<?, ?> item) {
        var bytes = item.get("sizeBytes") instanceof Number number ? number.longValue() : 0;
        var needed = item.get("neededFor");
        return "%-44s %8d KB  since %-20s  %s"
                .formatted(
                        item.get("name"),
                        bytes >> 10,
                        item.get("since"),
                        needed == null ? "may be removed" : "needed: " + needed)
                .stripTrailing();
    }
}
