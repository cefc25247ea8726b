package norn.local.server;

import io.temporal.api.enums.v1.IndexedValueType;
import java.util.ArrayList;
import java.util.List;
import norn.run.NornSearchAttributes;

/** The command line of {@code temporal server start-dev}, as Norn runs it. */
final class DevServerCommand {
    /** Without these the server gives one run at most 20 tasks a second. */
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
        for (var attribute : NornSearchAttributes.ALL) {
            var isKeyword = attribute.getValueType() == IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
            command.addAll(
                    List.of("--search-attribute", attribute.getName() + "=" + (isKeyword ? "Keyword" : "KeywordList")));
        }
        FASTER.forEach(setting -> command.addAll(List.of("--dynamic-config-value", setting)));
        if (program.supports("--ui-disable-news-fetch")) {
            command.add("--ui-disable-news-fetch");
        }
        return command;
    }
}
