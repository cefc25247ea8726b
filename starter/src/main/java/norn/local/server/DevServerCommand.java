package norn.local.server;

import io.temporal.api.enums.v1.IndexedValueType;
import java.util.ArrayList;
import java.util.List;

/** The command line of {@code temporal server start-dev}, as Norn runs it. */
final class DevServerCommand {
    /** Without these the server hands out at most 20 tasks a second to one run, and idles. */
    private static final List<String> FASTER = List.of(
            "history.transferProcessorMaxPollRPS=2000",
            "history.timerProcessorMaxPollRPS=2000",
            "history.visibilityProcessorMaxPollRPS=2000");

    private DevServerCommand() {}

    static List<String> command(TemporalCli program, ServerFiles files, ServerPorts ports) {
        var command = new ArrayList<>(List.of(program.path().toString(), "server", "start-dev"));
        command.addAll(List.of("--ip", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(ports.server())));
        command.addAll(List.of("--ui-port", Integer.toString(ports.ui())));
        command.addAll(List.of("--db-filename", files.data().toString()));
        command.addAll(List.of("--log-level", "warn"));
        Namespace.SEARCH_ATTRIBUTES.forEach((name, type) -> {
            var keyword = type == IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
            command.addAll(List.of("--search-attribute", name + "=" + (keyword ? "Keyword" : "KeywordList")));
        });
        FASTER.forEach(setting -> command.addAll(List.of("--dynamic-config-value", setting)));
        if (program.supports("--ui-disable-news-fetch")) {
            command.add("--ui-disable-news-fetch");
        }
        return command;
    }
}
