package norn.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** A machine that is as required but for what {@code more} asks. */
    private HostRequirements host(String more) {
        return SettingsText.read(HostRequirements.class, """
                cpus: 1
                memoryGigabytes: 0.1
                diskGigabytes: 0.1
                diskFreeGigabytes: 0.001
                diskPath: %s
                writable: ['%s']
                %s
                """, root, root, more);
    }

    private ActionFailed insufficient(ActionHarness harness, String what) {
        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("survey-host", "what", what));
        assertThat(failed.error()).isEqualTo("HostInsufficient");
        return failed;
    }

    @Test
    void a_machine_that_is_as_required_is_measured() {
        var evidence = harness(host("")).run("survey-host", "what", "hardware");

        assertThat(evidence.values())
                .containsKeys(
                        "cpus", "load", "memoryGigabytes", "memoryFreeGigabytes", "diskGigabytes", "diskFreeGigabytes");
        assertThat(evidence.artifacts()).hasSize(1);
    }

    @Test
    void every_shortfall_of_the_hardware_is_reported_at_once() {
        var settings = SettingsText.read(
                HostRequirements.class,
                "{cpus: 4096, memoryGigabytes: 1e6, diskGigabytes: 1e9, diskFreeGigabytes: 1e9, diskPath: '%s'}",
                root);

        assertThat(insufficient(harness(settings), "hardware").getMessage().split("; ", -1))
                .hasSize(4)
                .anyMatch(line -> line.matches("\\d+ processors instead of at least 4096"))
                .anyMatch(line -> line.endsWith("GB of memory instead of at least 1000000.0"));
    }

    @Test
    void tools_are_asked_for_their_versions() {
        var settings = host("""
                tools:
                  git: {command: [git, --version], minimum: '2.0'}
                  future: {command: [git, --version], minimum: '99.1'}
                  none: {command: [no-such-program, --version]}
                  'false': {command: ['false']}
                """);

        var failed = insufficient(harness(settings), "software");

        assertThat(failed.getMessage().split("; ", -1))
                .hasSize(3)
                .anyMatch(line -> line.matches("future is 2[.0-9]+ instead of at least 99.1"))
                .contains("none: tool-none: no-such-program: no such program on this host", "false: exit code 1");
        assertThat(Software.compare("17.10", "17.6")).isPositive();
        assertThat(Software.compare("3.12", "3.12.0")).isZero();
    }

    @Test
    void ports_that_others_hold_and_machines_that_do_not_answer_are_found() throws Exception {
        var service = FreePort.next();
        var closed = FreePort.next();
        try (var other = new ServerSocket(service, 5, InetAddress.getLoopbackAddress())) {
            var settings = host("ports: [%d]\nreachable: ['127.0.0.1:%d']".formatted(other.getLocalPort(), closed));
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

        var good = harness(host("secrets: [key]"), code).run("survey-host", "what", "access");
        var failed = insufficient(harness(host("secrets: [key, empty, absent]"), code), "access");

        assertThat(good.values()).containsEntry("tags", 2);
        assertThat(failed.getMessage()).startsWith("secret empty holds a placeholder; secret absent");
        assertThat(failed.getMessage()).doesNotContain("changeme");
    }
}
