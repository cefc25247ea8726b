package norn.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.action.code.GitRepository;
import norn.action.service.Ports;
import norn.journal.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker dies between the lines of an action; another tries again. Everything is done once, and nothing is half done. */
class CrashTest {
    @TempDir
    Path root;

    private final FakeWeb web = new FakeWeb();
    private final int port = FreePort.next();
    private Bench bench;

    @BeforeEach
    void a_small_world() {
        GitRepository.create(root.resolve("repository"))
                .file("program", "#!/bin/sh\n")
                .file("template.env", "KEY=\n")
                .tag("v1.0.0");
        web.page("/hook", 200, "");
        bench = SmallWorld.bench(root, port, web.url("/hook"));
    }

    @AfterEach
    void nothing_is_left() {
        new PidFile(root.resolve("tiny.pid")).named().ifPresent(group -> group.end(Duration.ZERO));
        web.close();
    }

    private void dies(String action, String at, String... options) {
        var words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DyingWorker.class.getName(),
                root.toString(),
                Integer.toString(port),
                web.url("/hook"),
                action,
                action,
                at));
        words.addAll(List.of(options));
        try {
            var output = Files.createTempFile(root, "dying", ".log");
            var code = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            assertThat(code).as(Files.readString(output)).isEqualTo(DyingWorker.DEAD);
        } catch (IOException | InterruptedException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private Evidence again(String action, Object... options) {
        return bench.run(action, options);
    }

    @Test
    void a_check_out_is_whole_or_not_there() throws Exception {
        for (var at : List.of("part 1", "laying shared", "part 2", "check-out: after")) {
            dies("check-out", at);
            if (Files.exists(root.resolve("releases/v1.0.0")))
                assertThat(root.resolve("releases/v1.0.0/program")).exists();
            if (!at.endsWith("after"))
                assertThat(root.resolve("releases/v1.0.0")).doesNotExist();
        }

        assertThat(again("check-out").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        try (var all = Files.list(root.resolve("releases"))) {
            assertThat(all.map(path -> path.getFileName().toString())).containsExactly("v1.0.0");
        }
    }

    @Test
    void a_build_that_is_done_is_not_done_again() throws Exception {
        again("check-out");
        dies("build", "build: after");
        again("build");
        dies("activate", "part 1");
        assertThat(root.resolve("active")).doesNotExist();
        dies("activate", "activate: after");

        assertThat(again("activate").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        assertThat(Files.readAllLines(root.resolve("counted"))).hasSize(1);
        assertThat(Files.readSymbolicLink(root.resolve("active"))).isEqualTo(Path.of("releases/v1.0.0"));
    }

    @Test
    void a_service_is_started_once_and_survives_its_worker() {
        again("check-out");
        again("build");
        again("activate");
        dies("start-service", "part 1");
        assertThat(root.resolve("tiny.pid")).doesNotExist();
        dies("start-service", "waiting: ");
        var pid = new PidFile(root.resolve("tiny.pid")).process().orElseThrow().pid();

        var evidence = again("start-service");

        assertThat(evidence.values()).containsEntry("tiny.pid", pid).containsEntry("tiny.release", "v1.0.0");
        dies("stop-service", "waiting for processes");
        assertThat(again("stop-service").outcome()).isIn(Evidence.Outcome.DONE, Evidence.Outcome.ALREADY_SO);
        await().until(() -> !Ports.isTaken(port));
        again("verify-stopped");
    }

    @Test
    void settings_and_door_are_whole() throws Exception {
        again("check-out");
        dies("configure", "part 1");
        assertThat(root.resolve("releases/v1.0.0/.env")).doesNotExist();
        again("configure");
        Files.writeString(root.resolve("door.txt"), "shut: no\nother: 1\n");
        dies("close-door", "part 1");
        assertThat(root.resolve("door.txt")).hasContent("shut: no\nother: 1");
        dies("close-door", "close-door: after");

        assertThat(again("close-door").outcome()).isEqualTo(Evidence.Outcome.ALREADY_SO);
        again("open-door");
        assertThat(root.resolve("door.txt")).hasContent("shut: no\nother: 1");
    }

    @Test
    void a_notice_and_a_costly_question_go_out_once() throws Exception {
        dies("announce", "announce: after", "audience", "stakeholders", "message", "operational");
        again("announce", "audience", "stakeholders", "message", "operational");
        assertThat(web.asked()).hasSize(1);
        dies("announce", "announce: after", "audience", "players", "message", "operational");
        again("announce", "audience", "players", "message", "operational");
        assertThat(Files.readAllLines(root.resolve("told.jsonl"))).hasSize(1);

        dies("probe", "probe: after", "probe", "story");
        var evidence = again("probe", "probe", "story");
        assertThat(web.asked()).hasSize(2);
        assertThat(evidence.values()).containsAllEntriesOf(Map.of("askedBefore", true, "outcomeKnown", true));
    }
}
