package norn.action;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.channel.ChannelSettings;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.probe.ProbeSettings;
import norn.service.ServiceSettings;
import norn.service.TinyService;
import norn.sessions.SessionsSettings;

/** Settings of an environment under one folder, so that two JVMs can have the same. */
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
        return new ActionHarness(
                root.resolve("records"),
                code,
                SettingsText.read(ConfigurationSettings.class, """
                        files: {server: {from: template.env, to: .env, required: [KEY], set: {KEY: value}}}
                        """),
                SettingsText.read(SessionsSettings.class, """
                        maintenance: {file: '%s/maintenance.txt', enabled: {closed: 'yes'}, disabled: {closed: 'no'}}
                        countdown: 0s
                        drainTimeout: 0s
                        """, root),
                SettingsText.read(ProbeSettings.class, """
                        timeout: 5s
                        named: {story: {kind: http, urls: ['%s'], method: POST, body: '{}', once: true}}
                        """, hook),
                SettingsText.read(ChannelSettings.class, """
                        audiences:
                          players: [{kind: log, file: '%s/notices.jsonl'}]
                          stakeholders: [{kind: webhook, url: '%s', timeout: 5s}]
                          pager: []
                        """, root, hook),
                SettingsText.read(ServiceSettings.class, """
                        components:
                          tiny:
                            manager: process
                            command: %1$s
                            pidFile: %2$s/tiny.pid
                            log: %2$s/tiny.log
                            ports: [%3$d]
                            startTimeout: 20s
                            stable: 300ms
                            stopTimeout: 5s
                        """, TinyService.command(port, "healthy"), root, port));
    }
}
