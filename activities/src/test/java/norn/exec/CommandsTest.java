package norn.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Attempt;
import norn.action.FailPoint;
import norn.action.FakeAction;
import norn.action.Heartbeats;
import norn.action.run.RunningAttempt;
import norn.files.FullVolume;
import norn.files.NamedFileOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final FakeAction ACTION =
            FakeAction.harmless((order, attempt) -> attempt.evidence().done(""));

    @TempDir
    Path records;

    @Test
    void output_is_saved_masked_and_errors_can_be_separate() throws Exception {
        var ended = commands()
                .run(shell("say", "printf 'out %s\\n' \"$CANARY\"; echo problem >&2; exit 3")
                        .withEnvironment(Map.of("CANARY", ActionHarness.CANARY))
                        .withSeparateErrors());

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.output()).isEqualTo("out [secret canary]\n");
        assertThat(ended.tail()).isEqualTo("problem");
        assertThat(ended.log()).isEqualTo(records.resolve("rehearsal-v1.0.0-20261201-0900/build/1/say.log"));
        var failed = catchThrowableOfType(ActionFailed.class, () -> ended.orFail("SayFailed", true));
        assertThat(failed.error()).isEqualTo("SayFailed");
        assertThat(failed).hasMessage("say: sh exited with 3");
        assertThat(failed.remedy())
                .isEqualTo("Read %s on this host.", ended.log().resolveSibling("say.err.log"));
    }

    @Test
    void a_volume_that_was_full_is_named() throws Exception {
        var ended = commands().run(shell("build", "echo 'cc: error: x.o: No space left on device' >&2; exit 1"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> ended.orFail("BuildFailed", true));

        assertThat(failed).hasMessageContaining("and no space is left on the volume of /");
        assertThat(failed.remedy()).startsWith("Make room on the volume of /");
    }

    @Test
    void a_full_volume_that_its_output_goes_to_is_named() throws Exception {
        var full = Path.of("/dev/full");
        var command = Invocation.of("dump", List.of("head", "-c", "100000", "/dev/zero"));

        try (var file = Files.newOutputStream(full);
                var sink = new NamedFileOutput(full, file)) {
            var failed = catchThrowableOfType(
                    UncheckedIOException.class, () -> commands().run(command, sink));

            assertThat(FullVolume.of(failed)).contains("/dev/full");
        }
    }

    @Test
    void what_a_command_says_and_its_words_stay_on_the_host() throws Exception {
        var ended = commands().run(shell("say", "echo player 7 says hello >&2; exit 3"));

        var failed = catchThrowableOfType(ActionFailed.class, () -> ended.orFail("SayFailed", true));

        assertThat(failed.getMessage() + failed.remedy()).doesNotContain("player 7", "echo");
        assertThat(ended.failureLog()).hasContent("player 7 says hello");
        assertThat(new CommandResult("x", "make", 137, ended.log(), ended.log(), "", Optional.empty(), Duration.ZERO)
                        .ending())
                .isEqualTo("x: make exited with 137 (ended by signal 9), without a word");
    }

    @Test
    @Timeout(60)
    void output_without_end_neither_outlasts_the_limit_nor_fills_the_disk() throws Exception {
        var harness = new ActionHarness(records);
        var raw = records.resolve("rehearsal-v1.0.0-20261201-0900/build/1/.flood.log.raw");
        var largest = new AtomicLong();
        var looking = new AtomicBoolean(true);
        var sampler = new Thread(() -> {
            while (looking.get()) {
                largest.accumulateAndGet(raw.toFile().length(), Math::max);
                LockSupport.parkNanos(1_000_000);
            }
        });
        sampler.start();

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> new Commands(harness.attempt(ACTION, harness.order("build")))
                        .run(shell("flood", "exec yes a line without end").withTimeout(Duration.ofSeconds(2))));
        looking.set(false);
        sampler.join();

        assertThat(failed.error()).isEqualTo("CommandTimedOut");
        assertThat(harness.heartbeats()).isNotEmpty().last().asString().startsWith("flood: running, ");
        assertThat(raw).doesNotExist();
        assertThat(raw.resolveSibling("flood.log"))
                .content()
                .hasSizeLessThan(11 << 20)
                .endsWith("\n[cut here: more than 10 MB]\n");
        assertThat(largest.get()).isLessThan(1L << 30);
    }

    @Test
    void a_secret_in_a_line_without_end_is_masked_wherever_it_lies() throws Exception {
        var ended = commands()
                .run(shell(
                                "line",
                                "i=0; while [ $i -lt 40 ]; do head -c 99997 /dev/zero | tr '\\0' x; printf %s"
                                        + " \"$CANARY\"; i=$((i+1)); done")
                        .withEnvironment(Map.of("CANARY", ActionHarness.CANARY)));

        assertThat(ended.output()).doesNotContain("c4n4ry", "Sup3r").contains("[secret canary]");
    }

    @Test
    void a_command_gets_the_variables_that_programs_need_and_none_of_the_workers_secrets() {
        var process = new ProcessBuilder("env");
        process.environment()
                .putAll(Map.of(
                        "TEMPORAL_API_KEY",
                        "k3y",
                        "OPENAI_API_KEY",
                        "k3y",
                        "HTTPS_PROXY",
                        "http://u:k3y@proxy",
                        "LC_CTYPE",
                        "C"));

        ChildEnvironment.set(process, Map.of("CCACHE_DIR", "/cache"), Map.of("CFLAGS", "-O2"));

        assertThat(process.environment())
                .containsKeys("PATH", "LC_CTYPE", "CCACHE_DIR", "CFLAGS")
                .doesNotContainKeys("TEMPORAL_API_KEY", "OPENAI_API_KEY", "HTTPS_PROXY");
        assertThat(process.environment().values()).noneMatch(value -> value.contains("k3y"));
    }

    @Test
    void whatever_starts_a_command_gives_it_no_other_variable() throws Exception {
        var own = System.getenv().keySet().stream()
                .filter(name -> !name.matches(
                        "PATH|HOME|USER|LOGNAME|SHELL|TERM|LANG.*|LC_.*|TZ|TMPDIR|JAVA_HOME|LD_LIBRARY_PATH"
                                + "|SSH_AUTH_SOCK|DBUS_SESSION_BUS_ADDRESS|XDG_.*|SSL_CERT_.*|.*_CA_BUNDLE|NODE_EXTRA_CA_CERTS|PWD|SHLVL|_"
                                + "|(?i).*_PROXY"))
                .toList();

        var ended = commands().run(Invocation.of("env", List.of("env", "-0")));
        var asked = ProgramOutput.of(List.of("env", "-0"), Map.of(), Duration.ofSeconds(20))
                .orElseThrow();

        assertThat(names(ended.output())).contains("PATH").doesNotContainAnyElementsOf(withOne(own));
        assertThat(names(asked.text())).contains("PATH").doesNotContainAnyElementsOf(withOne(own));
    }

    private static List<String> names(String variables) {
        return Stream.of(variables.split("\0", -1))
                .map(variable -> variable.split("=", 2)[0])
                .toList();
    }

    /** The assertion needs at least one name to look for. */
    private static List<String> withOne(List<String> names) {
        return Stream.concat(names.stream(), Stream.of("TEMPORAL_API_KEY")).toList();
    }

    @Test
    void words_go_as_they_are() throws Exception {
        var ended = commands().run(Invocation.of("echo", List.of("echo", "; rm -rf /", "$(id)", "a\nb")));

        assertThat(ended.output()).isEqualTo("; rm -rf / $(id) a\nb\n");
    }

    @Test
    void output_without_end_is_cut_with_a_mark() throws Exception {
        var ended =
                commands().run(shell("flood", "head -c 40000000 /dev/zero | tr '\\0' 'x' | fold -w 100; echo last"));

        assertThat(ended.log()).content().endsWith("\n[cut here: more than 10 MB]\n");
        assertThat(Files.size(ended.log())).isLessThan(11L << 20);
        assertThat(ended.tail()).endsWith("last");
        assertThat(ended.log().resolveSibling(".flood.log.raw")).doesNotExist();
    }

    @Test
    void an_output_that_is_cut_within_a_letter_can_be_read() throws Exception {
        var ended = commands().run(shell("flood", "printf x; head -c 11000000 /dev/zero | sed 's/\\x00/é/g'"));

        assertThat(ended.output()).startsWith("xé").endsWith("[cut here: more than 10 MB]\n");
    }

    @Test
    void a_child_that_keeps_the_output_open_does_not_hold_up() throws Exception {
        var started = System.nanoTime();

        var ended = commands().run(shell("start", "setsid sleep 5 & echo started"));

        assertThat(ended.output()).isEqualTo("started\n");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void past_its_limit_the_whole_group_is_ended() {
        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> commands().run(shell("slow", "sleep 61 & sleep 62").withTimeout(Duration.ofMillis(300))));

        assertThat(failed.error()).isEqualTo("CommandTimedOut");
        assertThat(running("sleep 61")).isFalse();
        assertThat(running("sleep 62")).isFalse();
    }

    @Test
    void when_the_run_no_longer_wants_it_the_whole_group_is_ended() {
        var harness = new ActionHarness(records);
        var attempt = new RunningAttempt(
                ACTION,
                harness.order("build"),
                harness.host(),
                new Heartbeats() {
                    @Override
                    public void heartbeat(String progress) {
                        throw new Attempt.Stopped("cancelled");
                    }

                    @Override
                    public int tryNumber() {
                        return 1;
                    }
                },
                Clock.systemUTC(),
                FailPoint.NONE);

        var stopped = catchThrowableOfType(
                Attempt.Stopped.class, () -> new Commands(attempt).run(shell("slow", "sleep 63 & sleep 64")));

        assertThat(stopped).hasMessage("cancelled");
        assertThat(running("sleep 63")).isFalse();
        assertThat(running("sleep 64")).isFalse();
    }

    @Test
    void what_a_dead_worker_left_running_is_ended_first() throws Exception {
        var pidFile = records.resolve("rehearsal-v1.0.0-20261201-0900/build/.make.process");
        Files.createDirectories(pidFile.getParent());
        var orphan = new ProcessBuilder(
                        "setsid",
                        "sh",
                        "-c",
                        "set -- $(cat /proc/$$/stat); echo \"$1 ${22}\" > \"$0\"; sleep 65 & sleep 66",
                        pidFile.toString())
                .start();
        await().until(() -> running("sleep 66") && running("sleep 65"));

        commands().run(shell("make", "echo again"));

        assertThat(running("sleep 65")).isFalse();
        assertThat(running("sleep 66")).isFalse();
        assertThat(orphan.waitFor()).isNotZero();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void whatever_command_a_dead_worker_was_at_is_ended_before_the_action_acts() throws Exception {
        var pidFile = records.resolve("rehearsal-v1.0.0-20261201-0900/build/.build-server-2.process");
        Files.createDirectories(pidFile.getParent());
        var orphan = new ProcessBuilder(
                        "setsid", "sh", "-c", OwnSession.RECORD_AND_BECOME, pidFile.toString(), "sleep", "68")
                .start();
        await().until(() -> running("sleep 68"));
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless(
                (order, attempt) -> attempt.evidence().done(running("sleep 68") ? "beside it" : "alone"));

        var evidence = harness.run(action, harness.order("build"));

        assertThat(evidence.summary()).isEqualTo("alone");
        assertThat(orphan.waitFor()).isNotZero();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void what_a_dead_worker_had_not_masked_yet_does_not_stay() throws Exception {
        var raw = records.resolve("rehearsal-v1.0.0-20261201-0900/build/1/.make.log.raw");
        Files.createDirectories(raw.getParent());
        Files.writeString(raw, ActionHarness.CANARY);
        var harness = new ActionHarness(records);

        harness.run(ACTION, harness.retry("build", 2));

        assertThat(raw).doesNotExist();
    }

    @Test
    void a_command_that_cannot_be_recorded_is_not_begun() throws Exception {
        var begun = records.resolve("begun");

        var process = new ProcessBuilder(
                        "setsid", "sh", "-c", OwnSession.RECORD_AND_BECOME, "/dev/full", "touch", begun.toString())
                .start();

        assertThat(process.waitFor()).isNotZero();
        assertThat(begun).doesNotExist();
    }

    @Test
    void a_pid_that_belongs_to_another_process_by_now_is_left_alone() throws Exception {
        var other = new ProcessBuilder("setsid", "sleep", "67").start();
        await().until(() -> running("sleep 67"));
        var pidFile = records.resolve("rehearsal-v1.0.0-20261201-0900/build/.make.process");
        Files.createDirectories(pidFile.getParent());
        Files.writeString(pidFile, other.pid() + " 12\n");

        commands().run(shell("make", "echo again"));

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly().waitFor();
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        var failed = catchThrowableOfType(
                ActionFailed.class, () -> commands().run(Invocation.of("x", List.of("no-such-program"))));

        assertThat(failed).hasMessage("x: no-such-program: no such program on this host");
        assertThat(failed.error()).isEqualTo("CommandNotFound");
    }

    private Commands commands() {
        var harness = new ActionHarness(records);
        return new Commands(harness.attempt(ACTION, harness.order("build")));
    }

    private static Invocation shell(String name, String script) {
        return Invocation.of(name, List.of("sh", "-c", script));
    }

    private static boolean running(String words) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .commandLine()
                        .map(line -> line.endsWith(words) && !line.contains(" -c "))
                        .orElse(false));
    }
}
