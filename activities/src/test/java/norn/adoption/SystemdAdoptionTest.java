package norn.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.action.ActionHarness;
import norn.action.Fence;
import norn.action.FreePort;
import norn.exec.Ports;
import norn.plan.Problem;
import norn.rehearsal.systemd.StandaloneSystemd;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class SystemdAdoptionTest {
    @TempDir
    private static Path folder;

    private static StandaloneSystemd systemd;

    @TempDir
    Path root;

    private HandMade made;

    @BeforeAll
    static void a_systemd() throws IOException {
        systemd = StandaloneSystemd.start(folder);
    }

    @AfterAll
    static void it_ends() throws Exception {
        systemd.close();
    }

    @BeforeEach
    void an_installation() throws Exception {
        root = root.toRealPath();
        made = HandMade.in(root, FreePort.next(), FreePort.next());
    }

    private String unit(String workingDirectory) throws IOException {
        var name = "login-%d.service".formatted(made.loginPort());
        systemd.unit(name, """
            [Service]
            %s
            ExecStart=%s/game/login-server %d
            TimeoutStopSec=2s
            """.formatted(workingDirectory, made.tree(), made.loginPort()));
        systemd.run("start", name);
        await().until(() -> Ports.isTaken(made.loginPort()));
        return name;
    }

    private ActionHarness harness(String unit) {
        return made.harness(root.resolve("records"), root.resolve("releases"), """
            components:
              login:
                manager: systemd
                unit: %s
                user: true
                systemctl: ['%s']
                journalctl: ['%s']
                ports: [%d]
                startTimeout: 30s
                stable: 100ms
                stopTimeout: 10s
            """.formatted(
                        unit,
                        String.join("', '", systemd.program("systemctl")),
                        String.join("', '", systemd.program("journalctl")),
                        made.loginPort()));
    }

    @Test
    void a_unit_with_a_fixed_path_runs_through_the_link_without_being_edited() throws Exception {
        var name = unit("WorkingDirectory=%s/game".formatted(made.tree()));
        var file = systemd.units().resolve(name);
        var before = Files.readString(file);
        var harness = harness(name);
        var found = HandMade.adoption(harness, null, null).inspect();
        assertThat(found.services().get(0).how()).containsExactly("port " + made.loginPort(), "unit " + name);
        assertThat(found.changes())
                .contains("afterwards, as you like: 'systemctl edit %s' with [Service] WorkingDirectory=%s/game"
                        .formatted(name, made.active()));

        var proof = HandMade.adoption(harness, null, null).adopt();

        assertThat(proof.outcome()).isEqualTo(Outcome.DONE);
        assertThat(Files.readString(file)).isEqualTo(before);
        var after = HandMade.adoption(harness, null, null).inspect();
        assertThat(after.isAdopted()).isTrue();
        assertThat(after.services()).allMatch(after::isThroughLink);
        harness.fence(new Fence(root.resolve("records")).highest()).run("stop-service");
    }

    @Test
    void a_unit_that_works_nowhere_in_particular_gets_its_lines_first() throws Exception {
        var name = unit("");

        var found = HandMade.adoption(harness(name), null, null).inspect();

        assertThat(found.problems().stream().map(Problem::text))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("service login: process ")
                        .endsWith(
                                "Have its unit work in a folder of the release, and call this again: 'systemctl edit %s'"
                                                .formatted(name)
                                        + " with [Service] WorkingDirectory=" + made.active()));
        systemd.run("stop", name);
    }
}
