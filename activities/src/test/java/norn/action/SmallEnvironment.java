package norn.action;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.channel.ChannelSettings;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.probe.Probe;
import norn.probe.ProbeSettings;
import norn.service.ServiceSettings;
import norn.service.TinyService;
import norn.sessions.SessionsSettings;

/** Settings of a world under one folder, so that two JVMs can have the same. */
final class SmallEnvironment {
    private SmallEnvironment() {}

    static ActionHarness harness(Path root, int port, String hook) {
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
        var file = new ConfigurationSettings.ConfigurationFile(
                null, "template.env", ".env", "600", "=", List.of("KEY"), Map.of("KEY", "value"), Map.of(), List.of());
        var maintenance = new SessionsSettings.MaintenanceSettings(
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
        return new ActionHarness(
                root.resolve("records"),
                code,
                new ConfigurationSettings(Map.of("server", file)),
                new SessionsSettings(
                        maintenance, List.of(), List.of(), List.of(), "", Duration.ZERO, List.of(), Duration.ZERO),
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
