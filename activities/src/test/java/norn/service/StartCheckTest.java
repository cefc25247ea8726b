package norn.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import norn.action.ActionHarness;
import norn.action.Attempt;
import norn.action.FreePort;
import norn.action.NamedAction;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.configuration.ConfigurationSettings;
import norn.exec.PortRights;
import norn.exec.UserAccount;
import norn.service.StartCheck.Obstacle;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service would lack on the day: found while the old release serves. */
class StartCheckTest {
    private static final UserAccount OWN = UserAccount.ofThisProcess();
    private static final UserAccount OTHER = new UserAccount("ai", 4_711, List.of(4_712L), false);

    @TempDir
    Path root;

    private Path release;
    private int port = FreePort.next();
    private String host = "127.0.0.1";
    private OptionalInt unprivilegedFrom = OptionalInt.of(1024);
    private @Nullable Long pid;

    @BeforeEach
    void a_release_that_everybody_may_read() throws IOException {
        root = root.toRealPath();
        mode(root, "rwxr-xr-x");
        release = folder("releases/v1.0.0");
        Files.createSymbolicLink(root.resolve("active"), folder("releases/v0.9.0"));
        folder("releases/v1.0.0/.norn");
        mode(release.resolve(".norn"), "rwx------"); // Norn's own
        file("start", "rwxr-xr-x");
        file("main.py", "rw-r--r--");
    }

    private Path folder(String path) throws IOException {
        var folder = Files.createDirectories(root.resolve(path));
        for (var made = folder; !made.equals(root); made = made.getParent()) {
            mode(made, "rwxr-xr-x");
        }
        return folder;
    }

    private Path file(String path, String permissions) throws IOException {
        var file = Files.writeString(release.resolve(path), "");
        mode(file, permissions);
        return file;
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** What stands in the way of a service that needs this. */
    private List<Obstacle> obstacles(ServiceNeeds needs) {
        var manager = SettingsText.read(
                ServiceManager.class,
                "{manager: process, command: [./start], pidFile: %1$s/run/web.pid, log: %1$s/log/web.log, host:"
                        + " '%2$s', ports: [%3$d]}\n",
                root,
                host,
                port);
        var code = new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
        var configuration = SettingsText.read(
                ConfigurationSettings.class,
                "files: {web: {from: t, to: web.env}, other: {from: t, to: other.env}, shown: {component: web, from:"
                        + " t, to: shown.env, mode: '644'}}\n");
        var harness = new ActionHarness(
                root.resolve("records"), code, configuration, new ServiceSettings(Map.of("web", manager)));
        var attempt = harness.attempt(
                NamedAction.harmless("check-services", "checks", new CheckServices()::run),
                harness.order("check-services"));
        return new StartCheck("web", manager, new Named(needs, pid), release, attempt, unprivilegedFrom).obstacles();
    }

    /** A service of which nothing is known but that. */
    private record Named(ServiceNeeds needs, @Nullable Long pid) implements Service {
        @Override
        public ServiceState state() {
            return new ServiceState("web", pid != null, pid, null, null, List.of(), List.of());
        }

        @Override
        public ServiceNeeds needs(Path release) {
            return needs;
        }

        @Override
        public void start(Path release) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void stop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> exitDetails() {
            return Optional.empty();
        }
    }

    private ServiceNeeds needs(UserAccount user) {
        return ServiceNeeds.of(user).in(release).runs(List.of("./start"), release, null);
    }

    @Test
    void what_has_all_that_it_needs_could_start() {
        assertThat(obstacles(needs(OWN))).isEmpty();
    }

    @Test
    void a_port_that_another_process_holds_is_said_and_its_own_is_not() throws IOException {
        try (var held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = held.getLocalPort();
            var java = ProcessHandle.current().pid();

            var foreign = obstacles(needs(OWN));
            pid = java;
            var own = obstacles(needs(OWN));

            assertThat(foreign).singleElement().satisfies(obstacle -> {
                assertThat(obstacle.finding()).isEqualTo(Finding.NO);
                assertThat(obstacle.what())
                        .startsWith("web: port %d is held by process %d (java".formatted(port, java))
                        .endsWith("which is not of this service");
                assertThat(obstacle.remedy()).contains("End that process before the day");
            });
            assertThat(own).isEmpty();
        }
    }

    @Test
    void a_low_port_is_for_root_and_for_whoever_has_the_capability() {
        port = 80;
        var plain = needs(OTHER);

        assertThat(lowPort(plain)).containsExactly(PortRights.areOf(release.resolve("start")));
        assertThat(lowPort(needs(OTHER).listens(Finding.YES))).isEmpty();
        assertThat(lowPort(needs(OTHER).listens(Finding.UNKNOWN))).containsExactly(Finding.UNKNOWN);
        assertThat(lowPort(ServiceNeeds.of(UserAccount.owningNothing("made")))).containsExactly(Finding.UNKNOWN);
        assertThat(lowPort(ServiceNeeds.ofUnknownUser("su decides that"))).containsExactly(Finding.UNKNOWN);
        assertThat(lowPort(needs(UserAccount.of("root").orElseThrow()))).isEmpty();
        unprivilegedFrom = OptionalInt.empty();
        assertThat(lowPort(plain)).containsExactly(Finding.UNKNOWN);
        unprivilegedFrom = OptionalInt.of(80);
        assertThat(lowPort(plain)).isEmpty();
    }

    private List<Finding> lowPort(ServiceNeeds needs) {
        return obstacles(needs).stream()
                .filter(obstacle -> obstacle.what().startsWith("web: port 80 is below "))
                .map(Obstacle::finding)
                .toList();
    }

    @Test
    void an_address_that_this_machine_has_not_is_said() {
        host = "203.0.113.7"; // documentation's own

        assertThat(obstacles(needs(OWN)))
                .extracting(Obstacle::finding, Obstacle::what)
                .containsExactly(tuple(
                        Finding.UNKNOWN,
                        "web: whether it can listen on 203.0.113.7 is unknown, since that is no address of"
                                + " this machine"));
        assertThat(PortRights.addressProblem(host)).isPresent();
        assertThat(PortRights.addressProblem("127.0.0.1")).isEmpty();
    }

    @Test
    void another_user_must_be_able_to_read_the_release_and_its_own_settings() throws IOException {
        file("secret.py", "rw-------");
        file("other.env", "rw-------"); // another service's
        mode(folder("releases/v1.0.0/lib"), "rwxr-x---");
        mode(release.resolve("start"), "rwxr-x---");

        assertThat(obstacles(needs(OTHER)))
                .extracting(Obstacle::finding, Obstacle::what)
                .containsExactlyInAnyOrder(
                        tuple(Finding.NO, "web: as ai, it may not run %s/start".formatted(release)),
                        tuple(Finding.NO, unreadable()),
                        tuple(
                                Finding.NO,
                                "web: as ai, it may not read %s/web.env once %s has written it with mode 600"
                                        .formatted(release, OWN.name())));
    }

    private String unreadable() {
        return obstacles(needs(OTHER)).stream()
                .map(Obstacle::what)
                .filter(what -> what.startsWith(
                                "web: as ai, it may not read 3 files and folders of %s, such as ".formatted(release))
                        && what.contains("lib")
                        && what.contains("secret.py")
                        && what.contains("start"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void settings_that_lie_there_are_as_they_are_and_what_its_manager_reads_is_no_matter() throws IOException {
        file("web.env", "rw-r--r--");
        assertThat(obstacles(needs(OTHER))).isEmpty();

        mode(release.resolve("web.env"), "rw-------");
        assertThat(obstacles(needs(OTHER)))
                .extracting(Obstacle::what)
                .contains("web: as ai, it may not read %s/web.env".formatted(release));
        Files.delete(release.resolve("web.env"));
        assertThat(obstacles(needs(OTHER).hasRead(release.resolve("web.env")))).isEmpty();
    }

    @Test
    void what_it_writes_and_what_norn_writes_for_it_must_be_writable() throws IOException {
        var needs = needs(OTHER).hasRead(release.resolve("web.env")).writes(root.resolve("log/deep"));

        assertThat(obstacles(needs))
                .extracting(Obstacle::finding, Obstacle::what, Obstacle::remedy)
                .containsExactly(tuple(
                        Finding.NO,
                        "web: as ai, it may not write to %s, where it writes".formatted(root),
                        "Let ai write to %s/log/deep (chown, or chgrp and chmod g+w).".formatted(root)));
        mode(folder("log/deep"), "rwxrwxrwx");
        assertThat(obstacles(needs)).isEmpty();
    }

    @Test
    void a_user_whom_nobody_can_name_and_a_program_that_is_nowhere_are_said() {
        assertThat(obstacles(ServiceNeeds.ofUnknownUser("su decides that")
                        .runs(List.of("no-such-program-here"), release, "/nowhere")))
                .extracting(Obstacle::finding, Obstacle::what)
                .containsExactly(
                        tuple(Finding.NO, "web: no-such-program-here is no program on the search path"),
                        tuple(
                                Finding.UNKNOWN,
                                "web: as which user it runs is unknown (su decides that), and so what that may read"
                                        + " and write"));
    }

    @Test
    void a_command_says_as_whom_it_runs() {
        assertThat(ServiceNeeds.startedBy(List.of("./start")).user()).contains(OWN);
        assertThat(ServiceNeeds.startedBy(List.of("/usr/bin/sudo", "-n", "-u", "nobody", "pm2"))
                        .user())
                .map(UserAccount::name)
                .contains("nobody");
        assertThat(ServiceNeeds.startedBy(List.of("sudo", "--user=nobody", "pm2"))
                        .user())
                .map(UserAccount::name)
                .contains("nobody");
        assertThat(ServiceNeeds.startedBy(List.of("sudo", "-n", "systemctl")).user())
                .map(UserAccount::isRoot)
                .contains(true);
        assertThat(ServiceNeeds.startedBy(List.of("sudo", "-u", "no-such-user-here", "x"))
                        .userUnknown())
                .isEqualTo("this machine has no user no-such-user-here");
        assertThat(ServiceNeeds.startedBy(List.of("su", "nobody", "-c", "x")).user())
                .isEmpty();
    }

    @Test
    void a_unit_says_as_whom_it_runs_and_what_it_is_given() {
        var unit = new SystemdUnit(
                "ai.service",
                Map.of(
                        "User",
                        "nobody",
                        "SupplementaryGroups",
                        "root",
                        "AmbientCapabilities",
                        "cap_net_bind_service",
                        "ExecStart",
                        "{ path=/srv/active/run ; argv[]=/srv/active/run ; ignore_errors=no }",
                        "EnvironmentFiles",
                        "/srv/active/a.env (ignore_errors=no)\n/srv/active/b.env (ignore_errors=yes)",
                        "PIDFile",
                        "/run/ai/pid",
                        "RuntimeDirectory",
                        "ai"));

        var needs = unit.needs();

        assertThat(needs.user().orElseThrow().name()).isEqualTo("nobody");
        assertThat(needs.user().orElseThrow().groups()).contains(0L);
        assertThat(needs.listens()).isEqualTo(Finding.YES);
        assertThat(unit.programs()).containsExactly(Path.of("/srv/active/run"));
        assertThat(unit.environmentFiles()).containsExactly(Path.of("/srv/active/a.env"), Path.of("/srv/active/b.env"));
        assertThat(unit.pidFile()).isEmpty();
        assertThat(new SystemdUnit("ai.service", Map.of())
                        .needs()
                        .user()
                        .orElseThrow()
                        .isRoot())
                .isTrue();
        assertThat(new SystemdUnit("ai.service", Map.of("User", "no-such-user-here"))
                        .needs()
                        .userUnknown())
                .contains("no such user");
        assertThat(new SystemdUnit("ai.service", Map.of("RootImage", "/x.raw"))
                        .needs()
                        .user())
                .isEmpty();
    }

    @Test
    void a_path_through_the_active_link_leads_to_the_new_release() throws IOException {
        var attempt = attempt();

        assertThat(ServiceNeeds.moved(root.resolve("active/run"), release, attempt))
                .isEqualTo(release.resolve("run"));
        assertThat(ServiceNeeds.moved(root.resolve("releases/v0.9.0/run"), release, attempt))
                .isEqualTo(release.resolve("run"));
        assertThat(ServiceNeeds.moved(Path.of("/usr/bin/node"), release, attempt))
                .isEqualTo(Path.of("/usr/bin/node"));
    }

    private Attempt attempt() {
        var code = new CodeSettings(
                "/nowhere", root.resolve("releases"), root.resolve("active"), List.of("git"), 5, List.of(), Map.of());
        var harness = new ActionHarness(root.resolve("records"), code);
        return harness.attempt(
                NamedAction.harmless("check-services", "checks", new CheckServices()::run),
                harness.order("check-services"));
    }
}
