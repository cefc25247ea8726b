package norn.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.action.FreePort;
import norn.action.KilledJvm;
import norn.action.Target;
import norn.action.Targets;
import norn.code.GitRepository;
import norn.exec.Ports;
import norn.files.FileTrees;
import norn.plan.Problem;
import norn.plan.RollbackScope;
import norn.service.GameServers;
import norn.service.TinyService;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class AdoptionTest {
    @TempDir
    Path root;

    private HandMade made;

    @BeforeEach
    void services_that_somebody_started_by_hand() throws Exception {
        root = root.toRealPath();
        made = HandMade.in(root, FreePort.next(), FreePort.next());
    }

    @AfterEach
    void nothing_is_left() {
        made.end();
    }

    private void run() throws Exception {
        made.startByHand();
        await().until(() -> Ports.isTaken(made.loginPort()) && Ports.isTaken(made.mapPort()));
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::text).toList();
    }

    @Test
    void it_shows_what_runs_and_changes_nothing() throws Exception {
        run();
        Files.writeString(made.tree().resolve("game/site.conf"), "own");

        var found = made.adoption().inspect();

        assertThat(found.problems()).isEmpty();
        assertThat(found.tree()).isEqualTo(made.tree());
        assertThat(found.release()).isEqualTo("v0.9.0");
        assertThat(found.isAdopted()).isFalse();
        assertThat(found.services()).singleElement().satisfies(service -> {
            assertThat(service.how())
                    .containsExactlyInAnyOrder(
                            "port " + made.loginPort(),
                            "port " + made.mapPort(),
                            "program login-server",
                            "program map-server",
                            "pid file login-server.pid",
                            "pid file map-server.pid");
            assertThat(service.pids()).hasSize(2);
            assertThat(service.directory()).isEqualTo(made.tree().resolve("game"));
            assertThat(found.isThroughLink(service)).isFalse();
        });
        assertThat(found.changes())
                .contains(
                        "rename %s to %s".formatted(made.tree(), made.release("v0.9.0")),
                        "make %s a link to it".formatted(made.active()));
        assertThat(found.notes())
                .anyMatch(note -> note.contains("git does not hold") && note.contains("game/site.conf"));
        assertThat(made.release("v0.9.0")).doesNotExist();
        assertThat(made.active()).doesNotExist();
        assertThat(Ports.isTaken(made.loginPort())).isTrue();
    }

    @Test
    void it_becomes_a_release_that_runs_through_the_link_and_is_gone_back_to() throws Exception {
        run();

        var proof = made.adoption().adopt();

        assertThat(proof.outcome()).isEqualTo(Outcome.DONE);
        assertThat(proof.summary()).startsWith("v0.9.0 is back: fingerprint");
        assertThat(Files.readSymbolicLink(made.active())).isEqualTo(Path.of("releases/v0.9.0"));
        assertThat(Files.readSymbolicLink(made.tree())).isEqualTo(made.active());
        var found = made.adoption().inspect();
        assertThat(found.isAdopted()).isTrue();
        assertThat(found.services()).allMatch(found::isThroughLink);
        assertThat(found.record()).satisfies(record -> {
            assertThat(record.by()).isEqualTo("alice");
            assertThat(record.commit()).isEqualTo(new GitRepository(made.tree()).commit("v0.9.0"));
            assertThat(record.fingerprint()).isEqualTo(proof.values().get("fingerprintBefore"));
        });
        try (var left = Files.list(root.resolve("releases"))) {
            assertThat(left).containsExactly(made.release("v0.9.0"));
        }

        the_next_deployment_has_a_target_that_it_can_go_back_to();
    }

    private void the_next_deployment_has_a_target_that_it_can_go_back_to() throws Exception {
        var harness =
                made.harness().deployment("next").release("v1.0.0").fence(new Fence(root.resolve("records")).highest());
        assertThat(harness.run("fingerprint", "throughLink", true).outcome()).isEqualTo(Outcome.DONE);
        harness.run("fingerprint", "record", true);
        var target = new Targets(root.resolve("records")).of("next").orElseThrow();
        assertThat(target.release()).isEqualTo("v0.9.0");
        assertThat(target.directory()).isEqualTo(made.release("v0.9.0").toString());

        harness.run("stop-service");
        GameServers.in(made.release("v1.0.0").resolve("game"), made.loginPort(), made.mapPort());
        Files.delete(made.active());
        Files.createSymbolicLink(made.active(), made.release("v1.0.0"));
        harness.run("start-service");
        assertThat(made.tree().toRealPath()).isEqualTo(made.release("v1.0.0"));

        var back = RollbackScope.orderedByPerson();
        harness.runIn(back, "stop-service");
        harness.runIn(back, "restore-code");
        harness.runIn(back, "start-service");
        assertThat(harness.runIn(back, "verify-fingerprint").summary())
                .startsWith("v0.9.0 is back, and v1.0.0 serves no more");
    }

    @Test
    void a_service_that_norn_will_run_itself_is_found_without_a_pid_file() throws Exception {
        run();
        var port = FreePort.next();
        Files.createDirectories(made.tree().resolve("ai"));
        var ai = new ProcessBuilder(TinyService.command(port, "healthy"))
                .directory(made.tree().resolve("ai").toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("ai.log").toFile())
                .start();
        await().until(() -> Ports.isTaken(port));
        var harness = made.harness(
                root.resolve("records"),
                root.resolve("releases"),
                made.services() + """
                      ai:
                        manager: process
                        command: %s
                        directory: ai
                        pidFile: %s/ai.pid
                        log: %s/ai.log
                        ports: [%d]
                        stable: 100ms
                    """.formatted(words(TinyService.command(port, "healthy")), root, root, port));

        var found = HandMade.adoption(harness, null, null).inspect();
        assertThat(found.services().get(1).pids()).containsExactly(ai.pid());
        assertThat(found.services().get(1).how()).contains("port " + port, "program java");
        HandMade.adoption(harness, null, null).adopt();

        assertThat(ai.isAlive()).isFalse();
        var after = HandMade.adoption(harness, null, null).inspect();
        assertThat(after.services()).hasSize(2).allMatch(after::isThroughLink);
        harness.fence(new Fence(root.resolve("records")).highest()).run("stop-service");
    }

    private static String words(List<String> words) {
        return "['" + String.join("', '", words) + "']";
    }

    @Test
    void it_is_killed_at_any_moment_and_goes_on() throws Exception {
        run();
        for (var at : List.of(
                "place-tree: part 2",
                "place-tree: part 3",
                "place-tree: after",
                "start-service: after",
                "leave-release: after",
                "restore-code: after")) {
            dies(at);
            assertThat(Files.exists(made.tree()) || Files.exists(made.release("v0.9.0")))
                    .as("after a kill at " + at)
                    .isTrue();
        }

        assertThat(made.adoption().adopt().outcome()).isEqualTo(Outcome.DONE);

        var found = made.adoption().inspect();
        assertThat(found.isAdopted()).isTrue();
        assertThat(found.services()).allMatch(found::isThroughLink);
        assertThat(new Targets(root.resolve("records")).all()).hasSize(1);
    }

    private void dies(String at) throws Exception {
        assertThat(KilledJvm.run(
                        root,
                        KillableAdoption.class,
                        root.toString(),
                        Integer.toString(made.loginPort()),
                        Integer.toString(made.mapPort()),
                        at))
                .as(at)
                .isTrue();
    }

    @Test
    void a_service_that_does_not_run_is_named_and_nothing_is_done() {
        var failed =
                catchThrowableOfType(ActionFailed.class, () -> made.adoption().adopt());

        assertThat(failed.error()).isEqualTo("NotAdoptable");
        assertThat(failed).hasMessageContaining("service game-servers: nothing of it runs here: looked for the log");
        assertThat(made.tree()).isDirectory();
    }

    @Test
    void changes_that_nobody_committed_are_a_part_of_the_release_and_named() throws Exception {
        Files.writeString(made.tree().resolve(".gitignore"), "*.pid\n*.local\n");
        run();

        var found = made.adoption().inspect();

        assertThat(found.release()).isEqualTo("v0.9.0-changed");
        assertThat(found.notes()).anyMatch(note -> note.startsWith("1 file differs from the commit: .gitignore."));
    }

    @Test
    void a_folder_without_git_is_found_by_the_place_of_its_services() throws Exception {
        FileTrees.delete(made.tree().resolve(".git"));
        run();

        var found = HandMade.adoption(made.harness(), null, "before-norn").inspect();

        assertThat(texts(found.problems())).isEmpty();
        assertThat(found.tree()).isEqualTo(made.tree());
        assertThat(found.directory()).isEqualTo(made.release("before-norn"));
        assertThat(found.notes()).anyMatch(note -> note.contains("is no git work tree"));
        assertThat(made.adoption().inspect().release()).startsWith("in-place-20");
    }

    @Test
    void a_program_of_the_same_name_is_the_service_s_whose_port_it_holds() throws Exception {
        run();
        var port = FreePort.next();
        var second = new ProcessBuilder("./map-server", "" + port)
                .directory(made.tree().resolve("game").toFile())
                .start();
        await().until(() -> Ports.isTaken(port));
        var harness = made.harness(
                root.resolve("records"), root.resolve("releases"), made.services() + """
                      second: {manager: process, command: [./map-server], directory: game, pidFile: %s/s.pid, log: %s/s.log, ports: [%d]}
                    """.formatted(root, root, port));

        var found = HandMade.adoption(harness, null, null).inspect().services();

        assertThat(found.get(0).pids()).hasSize(2).doesNotContain(second.pid());
        assertThat(found.get(1).pids()).containsExactly(second.pid());
    }

    @Test
    void a_service_that_works_in_a_folder_that_was_deleted_is_named() throws Exception {
        run();
        FileTrees.delete(made.tree());

        var found = made.adoption().inspect();

        assertThat(texts(found.problems()))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("service game-servers: process ")
                        .contains("works in a folder that was deleted or replaced since it was started")
                        .endsWith("Start it anew as you always do, so that what runs is what lies there."));
    }

    @Test
    void a_work_tree_around_all_that_norn_needs_is_not_the_installation() throws Exception {
        GitRepository.create(root);
        run();

        var found = made.adoption().inspect();

        assertThat(texts(found.problems())).isEmpty();
        assertThat(found.tree()).isEqualTo(made.tree());
    }

    @Test
    void a_clone_within_the_installation_is_a_part_of_it_where_its_service_works_there_by_the_environment_file()
            throws Exception {
        GitRepository.create(made.tree().resolve("game"));
        run();

        var found = made.adoption().inspect();

        assertThat(texts(found.problems())).isEmpty();
        assertThat(found.tree()).isEqualTo(made.tree());
    }

    @Test
    void services_of_different_folders_are_no_release() throws Exception {
        run();
        var port = FreePort.next();
        GitRepository.create(root.resolve("elsewhere"));
        var other = new ProcessBuilder(TinyService.command(port, "healthy"))
                .directory(root.resolve("elsewhere").toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("other.log").toFile())
                .start();
        await().until(() -> Ports.isTaken(port));
        var harness = made.harness(
                root.resolve("records"), root.resolve("releases"), made.services() + """
                      other: {manager: process, command: [java], pidFile: %s/o.pid, log: %s/o.log, ports: [%d]}
                    """.formatted(root, root, port));

        var found = HandMade.adoption(harness, null, null).inspect();

        assertThat(texts(found.problems()))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "host.services: services run from different folders: game-servers from %s, other from %s/elsewhere."
                                        .formatted(made.tree(), root)));
        other.destroyForcibly().waitFor();
    }

    /** A script that starts its program and waits for it: the program would go on, twice, once the script is ended. */
    @Test
    void what_a_service_has_started_ends_with_it_and_is_no_process_of_nobody() throws Exception {
        run();
        Files.writeString(made.tree().resolve("jobs.sh"), "#!/bin/sh\nsleep 6008\n")
                .toFile()
                .setExecutable(true);
        var jobs =
                new ProcessBuilder("./jobs.sh").directory(made.tree().toFile()).start();
        await().until(() -> jobs.children().findAny().isPresent());
        var child = jobs.children().findAny().orElseThrow();
        var harness = made.harness(
                root.resolve("records"), root.resolve("releases"), made.services() + """
                      jobs: {manager: process, command: [./jobs.sh], pidFile: %s/j.pid, log: %s/j.log, stable: 100ms}
                    """.formatted(root, root));

        assertThat(HandMade.adoption(harness, null, null).inspect().notes())
                .noneMatch(note -> note.startsWith("processes of no service"));
        HandMade.adoption(harness, null, null).adopt();

        assertThat(jobs.isAlive()).isFalse();
        assertThat(child.isAlive()).isFalse();
        harness.fence(new Fence(root.resolve("records")).highest()).run("stop-service");
    }

    @Test
    void what_something_starts_again_is_not_moved_and_runs_on() throws Exception {
        var watchdog = new ProcessBuilder("sh", "-c", "while :; do ./login-server %d; done".formatted(made.loginPort()))
                .directory(made.tree().resolve("game").toFile())
                .start();
        try {
            var map = new ProcessBuilder("./map-server", "" + made.mapPort())
                    .directory(made.tree().resolve("game").toFile())
                    .start();
            await().until(() -> Ports.isTaken(made.loginPort()) && Ports.isTaken(made.mapPort()));

            var failed = catchThrowableOfType(
                    ActionFailed.class, () -> made.adoption().adopt());

            assertThat(failed.error()).isIn("StartedAgain", "PortStillTaken");
            assertThat(failed).hasMessageContaining("Nothing was moved");
            assertThat(made.tree()).isDirectory();
            assertThat(Files.isSymbolicLink(made.tree())).isFalse();
            assertThat(map.isAlive()).isFalse();
        } finally {
            watchdog.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_environment_that_a_deployment_has_is_left_alone() throws Exception {
        run();
        var records = root.resolve("records");
        new Fence(records).acquire("production-v1.0.0");

        var held = made.adoption().inspect();

        assertThat(texts(held.problems()))
                .containsExactly("environment rehearsal: production-v1.0.0 took it, and has not recorded its end here."
                        + " 'norn status rehearsal' shows how it stands. Wait for its end; if it was"
                        + " terminated, say so: --take-over.");
        Files.createDirectories(records.resolve("production-v1.0.0"));
        Files.writeString(records.resolve("production-v1.0.0/report.json"), "{\"status\":\"ABANDONED\"}");
        assertThat(made.adoption().inspect().problems()).isEmpty();
    }

    @Test
    void services_that_run_through_the_link_already_are_recorded_and_proven() throws Exception {
        Files.createDirectories(root.resolve("releases"));
        Files.move(made.tree(), made.release("v0.9.0"));
        Files.createSymbolicLink(made.active(), made.release("v0.9.0"));
        made.harness().run("start-service");

        var found = made.adoption().inspect();

        assertThat(found.isAdopted()).isFalse();
        assertThat(found.changes())
                .containsExactly("nothing is moved: the services run through %s already".formatted(made.active()));
        assertThat(made.adoption().adopt().outcome()).isEqualTo(Outcome.DONE);
        assertThat(made.adoption().inspect().isAdopted()).isTrue();
        assertThat(made.tree()).doesNotExist();
    }

    @Test
    void a_target_of_an_adoption_is_no_deployment_to_roll_back() throws Exception {
        run();
        made.adoption().adopt();

        var targets = new Targets(root.resolve("records"));
        assertThat(targets.newest().map(Target::release)).contains("v0.9.0");
        assertThat(targets.inEffect()).isEmpty();
    }
}
