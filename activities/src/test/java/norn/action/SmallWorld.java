package norn.action;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.channel.ChannelSettings;
import norn.action.code.CodeSettings;
import norn.action.configuration.ConfigurationSettings;
import norn.action.players.PlayersSettings;
import norn.action.probe.Probe;
import norn.action.probe.ProbeSettings;
import norn.action.service.ServiceSettings;
import norn.action.service.TinyService;

/** Settings of a world under one folder, so that two JVMs can have the same. */
final class SmallWorld {
    private SmallWorld() {}

    static Bench bench(Path root, int port, String hook) {
        var code = new CodeSettings(
                root.resolve("repository").toString(),
                root.resolve("releases"),
                root.resolve("active"),
                List.of("git"),
                5,
                List.of(),
                Map.of(
                        "server",
                        new CodeSettings.Build(
                                ".",
                                List.of(List.of("sh", "-c", "echo built >> ../../counted; cp program out")),
                                List.of("out"),
                                List.of(),
                                Map.of())));
        var file = new ConfigurationSettings.File(
                null, "template.env", ".env", "600", "=", List.of("KEY"), Map.of("KEY", "value"), Map.of(), List.of());
        var door = new PlayersSettings.Door(
                root.resolve("door.txt"), ": ", Map.of("shut", "yes"), Map.of("shut", "no"), List.of());
        var story = new Probe.Http(
                List.of(hook), "POST", "{}", Map.of(), Map.of(), List.of(200), Map.of(), List.of(), true);
        var webhook = new ChannelSettings.Webhook(hook, null, Map.of(), "Idempotency-Key", Duration.ofSeconds(5));
        var components = new LinkedHashMap<String, ServiceSettings.Service>();
        components.put(
                "tiny",
                new ServiceSettings.Supervised(
                        TinyService.command(port, "well"),
                        ".",
                        root.resolve("tiny.pid"),
                        root.resolve("tiny.log"),
                        Map.of(),
                        null,
                        "127.0.0.1",
                        List.of(port),
                        null,
                        Duration.ofSeconds(20),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(5)));
        return new Bench(
                root.resolve("records"),
                code,
                new ConfigurationSettings(Map.of("server", file)),
                new PlayersSettings(door, List.of(), List.of(), List.of(), "", Duration.ZERO, List.of(), Duration.ZERO),
                new ProbeSettings(Duration.ofSeconds(5), Duration.ZERO, Map.of("story", story)),
                new ChannelSettings(
                        List.of(new ChannelSettings.Log(root.resolve("told.jsonl"))),
                        List.of(webhook),
                        List.of(),
                        List.of(),
                        Map.of()),
                new ServiceSettings(components));
    }
}
