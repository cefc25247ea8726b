package norn.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FreePort;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.code.GitRepository;
import norn.service.ServiceSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
    @TempDir
    Path root;

    private ActionHarness harness(HostRequirements settings, Object... more) {
        var all = new ArrayList<Object>(List.of(settings));
        all.addAll(List.of(more));
        return new ActionHarness(root.resolve("records"), Map.of("key", "k-0123456", "empty", "changeme"), all, "");
    }

    private HostRequirements host(
            int cpus,
            Map<String, HostRequirements.Tool> tools,
            List<Integer> ports,
            List<String> reachable,
            List<String> secrets) {
        return new HostRequirements(
                cpus, 0.1, 0.1, 0.001, root, null, tools, ports, reachable, List.of(), 14, List.of(root), secrets);
    }

    private ActionFailed insufficient(ActionHarness harness, String what) {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("survey-host", "what", what));
        assertThat(failed.error()).isEqualTo("HostInsufficient");
        return failed;
    }

    @Test
    void a_machine_that_is_as_required_is_measured() {
        var evidence =
                harness(host(1, Map.of(), List.of(), List.of(), List.of())).run("survey-host", "what", "hardware");

        assertThat(evidence.values())
                .containsKeys(
                        "cpus", "load", "memoryGigabytes", "memoryFreeGigabytes", "diskGigabytes", "diskFreeGigabytes");
        assertThat(evidence.artifacts()).hasSize(1);
    }

    @Test
    void every_shortfall_of_the_hardware_is_reported_at_once() {
        var settings = new HostRequirements(
                4096, 1e6, 1e9, 1e9, root, null, Map.of(), List.of(), List.of(), List.of(), 14, List.of(), List.of());

        assertThat(insufficient(harness(settings), "hardware").getMessage().split("; ", -1))
                .hasSize(4)
                .anyMatch(line -> line.matches("\\d+ processors instead of at least 4096"))
                .anyMatch(line -> line.endsWith("GB of memory instead of at least 1000000.0"));
    }

    @Test
    void tools_are_asked_for_their_versions() {
        var tools = new LinkedHashMap<String, HostRequirements.Tool>();
        tools.put("git", new HostRequirements.Tool(List.of("git", "--version"), "2.0"));
        tools.put("future", new HostRequirements.Tool(List.of("git", "--version"), "99.1"));
        tools.put("none", new HostRequirements.Tool(List.of("no-such-program", "--version"), null));
        tools.put("false", new HostRequirements.Tool(List.of("false"), null));

        var failed = insufficient(harness(host(1, tools, List.of(), List.of(), List.of())), "software");

        assertThat(failed.getMessage().split("; ", -1))
                .hasSize(3)
                .anyMatch(line -> line.matches("future is 2[.0-9]+ instead of at least 99.1"))
                .contains("none: no-such-program: no such program on this host", "false: exit code 1");
        assertThat(Software.compare("17.10", "17.6")).isPositive();
        assertThat(Software.compare("3.12", "3.12.0")).isZero();
    }

    @Test
    void ports_that_others_hold_and_machines_that_do_not_answer_are_found() throws Exception {
        var service = FreePort.next();
        var closed = FreePort.next();
        try (var other = new ServerSocket(service, 5, InetAddress.getLoopbackAddress())) {
            var settings = host(1, Map.of(), List.of(other.getLocalPort()), List.of("127.0.0.1:" + closed), List.of());
            var services = SettingsText.read(ServiceSettings.class, """
                    components:
                      ai-service: {manager: process, command: ['true'], pidFile: '%1$s/ai.pid', log: '%1$s/ai.log', ports: [%2$d]}
                    """, root, service);
            var code = new CodeSettings(
                    "/nowhere",
                    root.resolve("releases"),
                    root.resolve("active"),
                    List.of("git"),
                    5,
                    List.of(),
                    Map.of());

            var failed = insufficient(harness(settings, services, code), "network");

            var me = "process %d (java)".formatted(ProcessHandle.current().pid());
            assertThat(failed)
                    .hasMessage(
                            "port %d of ai-service is held by %s; port %d is held by %s; 127.0.0.1:%d cannot be reached"
                                    .formatted(service, me, service, me, closed));
        }
    }

    @Test
    void what_norn_must_be_able_to_do_is_tried() {
        GitRepository.create(root.resolve("repository")).tag("v1.0.0").tag("v1.1.0");
        var code = new CodeSettings(
                root.resolve("repository").toString(),
                root.resolve("releases"),
                root.resolve("active"),
                List.of("git"),
                5,
                List.of(),
                Map.of());

        var good = harness(host(1, Map.of(), List.of(), List.of(), List.of("key")), code)
                .run("survey-host", "what", "access");
        var failed = insufficient(
                harness(host(1, Map.of(), List.of(), List.of(), List.of("key", "empty", "absent")), code), "access");

        assertThat(good.values()).containsEntry("tags", 2);
        assertThat(failed.getMessage()).startsWith("secret empty holds a placeholder; secret absent");
        assertThat(failed.getMessage()).doesNotContain("changeme");
    }
}
