package norn.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.rehearsal.mariadb.MariadbPrograms;
import norn.rehearsal.postgres.PostgresPrograms;
import norn.rehearsal.production.NodePrograms;
import norn.rehearsal.production.ProductionTools;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.systemd.StandaloneSystemd;
import norn.rehearsal.systemd.Systemctl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units of sandboxes in a real systemd. */
@Tag("server")
class ServiceUnitsTest {
    @TempDir
    private static Path folder;

    private static StandaloneSystemd systemd;

    @TempDir
    private Path roots;

    @BeforeAll
    static void a_systemd() throws IOException {
        systemd = StandaloneSystemd.start(folder);
    }

    @AfterAll
    static void it_ends() throws IOException {
        systemd.close();
    }

    /** A sandbox of which nothing is there but the AI service of its old release: that prints, and stays. */
    private SandboxDescription sandbox(String name) throws IOException {
        return sandbox(name, systemd.program("systemctl"));
    }

    private SandboxDescription sandbox(String name, List<String> systemctl) throws IOException {
        var nothing = Path.of("/none");
        var description = SandboxLayout.describe(
                roots.resolve(name),
                SandboxOptions.standard().like(SandboxKind.PRODUCTION),
                new PostgresPrograms(15, nothing, nothing),
                new ProductionTools(
                        new NodePrograms(System.getenv("PATH"), nothing),
                        nothing,
                        nothing,
                        new MariadbPrograms(nothing, nothing),
                        new Systemctl(systemctl)));
        var python = description.installed().resolve("ai-service/venv/bin/python");
        Files.createDirectories(python.getParent());
        Files.createDirectories(description.logs());
        Files.writeString(python, "#!/bin/sh\necho \"$1\"\nexec sleep 600\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        return description;
    }

    private static void start(SandboxDescription sandbox) {
        var units = new ServiceUnits(sandbox);
        units.install();
        units.start(Sandbox.service(sandbox, Sandbox.AI_SERVICE));
    }

    private static String unit(SandboxDescription sandbox) {
        return String.valueOf(
                sandbox.unit(Sandbox.service(sandbox, Sandbox.AI_SERVICE)).getFileName());
    }

    private static String show(SandboxDescription sandbox, String property) {
        return systemctl("show", "--property=" + property, "--value", unit(sandbox))
                .strip();
    }

    private static String systemctl(String... more) {
        var words = new ArrayList<>(systemd.program("systemctl"));
        words.add("--user");
        words.addAll(List.of(more));
        return Command.in(folder).run(words);
    }

    @Test
    void a_unit_has_the_paths_of_the_folder_of_the_old_release_whatever_they_look_like() throws Exception {
        var sandbox = sandbox("100% mine, $HOME; ${HOME}");

        start(sandbox);

        var log = Sandbox.service(sandbox, Sandbox.AI_SERVICE).logFile();
        await().untilAsserted(() -> assertThat(log).hasContent("ai-service/main.py"));
        assertThat(Path.of("/proc", show(sandbox, "MainPID"), "cwd").toRealPath())
                .isEqualTo(sandbox.installed().toRealPath());
        new ServiceUnits(sandbox).remove();
    }

    @Test
    void each_sandbox_removes_its_own_unit_alone() throws Exception {
        var mine = sandbox("mine");
        var other = sandbox("other");
        start(mine);
        start(other);

        new ServiceUnits(mine).remove();

        assertThat(show(mine, "LoadState")).isEqualTo("not-found");
        assertThat(show(other, "ActiveState")).isEqualTo("active");
        assertThat(systemctl("list-unit-files", "--no-legend", "norn-sandbox-*"))
                .contains(unit(other))
                .doesNotContain(unit(mine));
        new ServiceUnits(mine).remove();
        new ServiceUnits(other).remove();
        assertThat(systemctl("list-units", "--all", "--no-legend", "norn-sandbox-*"))
                .isEmpty();
    }

    @Test
    void what_a_sandbox_left_whose_folder_somebody_deleted_goes_before_the_next_in_its_place() throws Exception {
        var deleted = sandbox("deleted");
        start(deleted);
        var left = show(deleted, "MainPID");
        Directories.delete(deleted.root());
        var next = sandbox("deleted");

        start(next);

        assertThat(unit(next)).isEqualTo(unit(deleted));
        assertThat(ProcessHandle.of(Long.parseLong(left))).isEmpty();
        assertThat(show(next, "ActiveState")).isEqualTo("active");
        new ServiceUnits(next).remove();
    }

    @Test
    void what_a_deleted_sandbox_left_goes_also_where_its_removal_was_ended_in_the_middle() throws Exception {
        var deleted = sandbox("twice");
        start(deleted);
        var left = show(deleted, "MainPID");
        Directories.delete(deleted.root());
        var ends = Files.writeString(roots.resolve("ends"), "");
        var next = sandbox("twice", notStoppingWhile(ends));

        assertThatThrownBy(() -> start(next)).isInstanceOf(SandboxFailure.class);
        Files.delete(ends);
        start(next);

        assertThat(ProcessHandle.of(Long.parseLong(left))).isEmpty();
        assertThat(show(next, "ActiveState")).isEqualTo("active");
        new ServiceUnits(next).remove();
    }

    private List<String> notStoppingWhile(Path file) throws IOException {
        var script = Files.writeString(roots.resolve("systemctl"), """
            case " $* " in *" stop "*) test -e "$0.ends" && exit 1 ;; esac
            exec "$@"
            """.replace("$0.ends", file.toString()));
        var words = new ArrayList<>(List.of("sh", script.toString()));
        words.addAll(systemd.program("systemctl"));
        return words;
    }

    @Test
    void what_ends_with_a_sandbox_is_not_down_on_purpose_though_it_is_ended_twice() throws Exception {
        var sandbox = sandbox("ended");
        Files.createDirectories(sandbox.run());
        RunningProcess.start(
                List.of("sleep", "600"),
                Map.of(),
                roots,
                roots.resolve("log"),
                sandbox.database().pidFile()); // as the first one that is ended in the middle leaves it
        var starter = new ServiceStarter(sandbox);
        var services = List.copyOf(sandbox.services().values());
        var listeners = new ArrayList<ServerSocket>();
        for (var port :
                services.stream().flatMap(service -> service.ports().stream()).toList()) {
            listeners.add(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
        }

        starter.stopManaged();
        for (var listener : listeners) {
            listener.close();
        }
        starter.stopManaged();

        assertThat(services).noneMatch(starter::isToStayDown);
        starter.finish();
        starter.stopManaged();
        assertThat(services).allMatch(starter::isToStayDown);
        ProcessStopper.stop(sandbox.database().pidFile(), "KILL");
    }

    @Test
    void a_unit_that_systemd_has_forgotten_is_known_again_after_the_next_start() throws Exception {
        var sandbox = sandbox("forgotten");
        start(sandbox);
        new ServiceUnits(sandbox).remove(); // as the machine's next start does

        start(sandbox);

        assertThat(show(sandbox, "ActiveState")).isEqualTo("active");
        new ServiceUnits(sandbox).remove();
    }
}
