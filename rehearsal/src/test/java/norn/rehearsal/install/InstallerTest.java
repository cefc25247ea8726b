package norn.rehearsal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By a package manager that is a line of shell. */
class InstallerTest {
    private static final Installable THING = new Installable("thing-1.0", "the thing 1.0", "Or: apt install thing.");
    private static final InstallLimits AMPLE = new InstallLimits(Duration.ofMinutes(5), Duration.ofMinutes(5));
    private static final PackageManager SHELL = new PackageManager(
            "shell", answer -> List.of("sh", "-c"), "shell set registry URL", Pattern.compile("noise.*"));

    @TempDir
    private Path folder;

    @TempDir
    private Path scratch;

    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final StopSignal stop = new StopSignal();

    @Test
    void what_is_there_is_used_and_nobody_is_asked() throws IOException {
        var there = Files.createDirectory(folder.resolve("thing-1.0"));

        assertThat(install(AMPLE, "exit 1")).isEqualTo(there);
        assertThat(progress).isEmpty();
        assertThat(names()).containsExactly("thing-1.0");
    }

    @Test
    void what_is_installed_appears_whole_and_alone() throws IOException {
        var home = install(AMPLE, "echo 1 > one; echo 2 > two");

        assertThat(home).isEqualTo(folder.resolve("thing-1.0"));
        assertThat(home.resolve("one")).hasContent("1");
        assertThat(home.resolve("two")).hasContent("2");
        assertThat(names()).containsExactly(".thing-1.0.lock", "thing-1.0");
        assertThat(progress).containsExactly("installing the thing 1.0 with shell into %s (once) …".formatted(folder));
    }

    @Test
    void what_a_killed_process_left_is_no_thing_and_goes() throws IOException {
        Files.createDirectories(folder.resolve(".installing-thing-1.0-4711/content/half"));

        install(AMPLE, "echo whole > file");

        assertThat(names()).containsExactly(".thing-1.0.lock", "thing-1.0");
        assertThat(folder.resolve("thing-1.0/file")).hasContent("whole");
    }

    @Test
    void a_failure_says_what_is_missing_who_was_asked_what_it_said_and_what_to_do() throws IOException {
        assertThatThrownBy(() -> install(
                        AMPLE,
                        "echo asking https://me:secret@registry.example/thing; echo; echo noise of it;"
                                + " printf '\\033[31mno answer\\033[0m\\n' >&2; exit 3"))
                .isInstanceOfSatisfying(InstallFailed.class, failed -> {
                    assertThat(failed.getMessage().replaceAll("after \\d+ s", "after 0 s"))
                            .isEqualTo("cannot install the thing 1.0: shell ended with"
                                    + " exit code 3 after 0 s. Its last lines:\n"
                                    + "  | asking https://***@registry.example/thing\n"
                                    + "  | no answer");
                    assertThat(failed.remedy()).isEqualTo("""
                            Connect this machine, or set a registry or a proxy for shell (shell set registry URL), and try again.
                            Or put it there beforehand: copy %s from a machine where Norn has it.
                            Or: apt install thing.
                            If the network is only slow, allow more time: NORN_DOWNLOAD_TIMEOUT=1500""".formatted(folder.resolve("thing-1.0")));
                });
        assertThat(names()).containsExactly(".thing-1.0.lock");
    }

    @Test
    void a_full_disk_is_not_taken_for_the_network() {
        assertThatThrownBy(() -> install(AMPLE, "echo 'OSError: [Errno 28] No space left on device'; exit 1"))
                .isInstanceOfSatisfying(
                        InstallFailed.class,
                        failed -> assertThat(failed.remedy()).startsWith("Make room on the disk, in " + folder));
    }

    @Test
    void who_gives_no_sign_of_life_is_ended_with_its_children() throws IOException {
        var idle = new InstallLimits(Duration.ofMinutes(5), Duration.ofSeconds(2));

        assertThatThrownBy(() -> install(idle, "sleep 1000 & echo $! > %s; wait".formatted(pidFile())))
                .isInstanceOf(InstallFailed.class)
                .hasMessageContaining("shell was ended after ")
                .hasMessageContaining("because it had said and done nothing for ")
                .hasMessageEndingWith("It said nothing.");
        awaitChildEnded();
        assertThat(names()).containsExactly(".thing-1.0.lock");
    }

    @Test
    void who_says_much_and_never_ends_is_ended_too() throws IOException {
        var whole = new InstallLimits(Duration.ofSeconds(2), Duration.ofMinutes(5));

        assertThatThrownBy(() -> install(
                        whole, "echo $$ > %s; while true; do echo still here; sleep 0.1; done".formatted(pidFile())))
                .isInstanceOf(InstallFailed.class)
                .hasMessageContaining("shell was ended, because it was not done after ")
                .hasMessageContaining("  | still here");
        awaitChildEnded();
    }

    @Test
    void what_takes_long_shows_that_it_goes_on() {
        var until = new InstallLimits(Duration.ofSeconds(4), Duration.ofSeconds(6));

        assertThatThrownBy(() -> install(until, "sleep 1000")).isInstanceOf(InstallFailed.class);
        assertThat(progress).hasSizeGreaterThan(1);
        assertThat(progress.get(1))
                .matches(
                        "installing the thing 1\\.0 with shell, [1-3] s so far, nothing for [1-3] s \\(it is ended at 6 s\\) …");
    }

    @Test
    void who_is_not_wanted_any_more_is_ended_at_once() throws Exception {
        var installing = CompletableFuture.supplyAsync(
                () -> install(AMPLE, "sleep 1000 & echo $! > %s; wait".formatted(pidFile())));
        await().until(() -> Files.exists(pidFile()) && Files.size(pidFile()) > 0);

        stop.give();

        assertThatThrownBy(installing::join)
                .hasCauseInstanceOf(InstallFailed.class)
                .hasMessageContaining("installing the thing 1.0 was stopped");
        awaitChildEnded();
        assertThat(names()).containsExactly(".thing-1.0.lock");
        assertThatThrownBy(() -> install(AMPLE, "true")).hasMessage("installing the thing 1.0 was stopped");
    }

    @Test
    void two_at_once_install_it_once() {
        var made = new AtomicInteger();
        var both = List.of(1, 2).stream()
                .map(one -> CompletableFuture.supplyAsync(() -> installer(AMPLE, progress::add)
                        .installed(THING, work -> {
                            made.incrementAndGet();
                            var content = work.folder("content");
                            work.fetch(SHELL, content, List.of("sleep 1; echo whole > file"));
                            return content;
                        })))
                .toList();

        assertThat(both)
                .allSatisfy(one -> assertThat(one.join().resolve("file")).hasContent("whole"));
        assertThat(made).hasValue(1);
    }

    @Test
    void a_process_that_is_killed_leaves_neither_its_program_nor_its_lock() throws Exception {
        var process = InstallingProcess.start(folder, "echo $$ > %s; exec sleep 1000".formatted(pidFile()));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(pidFile()) && Files.size(pidFile()) > 0);

        var waiting = CompletableFuture.supplyAsync(() -> install(AMPLE, "echo whole > file"));
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        progress.stream().anyMatch(line -> line.startsWith("waiting for process " + process.pid())));
        process.destroyForcibly().waitFor();

        assertThat(waiting.join().resolve("file")).hasContent("whole");
        awaitChildEnded();
        assertThat(names()).containsExactly(".thing-1.0.lock", "thing-1.0");
    }

    @Test
    void a_process_that_is_asked_to_end_ends_its_program_first() throws Exception {
        var process = InstallingProcess.start(folder, "sleep 1000 & echo $! > %s; wait".formatted(pidFile()));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(pidFile()) && Files.size(pidFile()) > 0);

        process.destroy();

        process.waitFor();
        awaitChildEnded();
    }

    /** A process of its own that installs the thing. */
    static final class InstallingProcess {
        private InstallingProcess() {}

        static Process start(Path folder, String script) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            InstallingProcess.class.getName(),
                            folder.toString(),
                            script)
                    .inheritIO()
                    .start();
        }

        public static void main(String[] words) {
            Installer.into(Path.of(words[0]), line -> {}).installed(THING, work -> {
                var content = work.folder("content");
                work.fetch(SHELL, content, List.of(words[1]));
                return content;
            });
        }
    }

    private Path install(InstallLimits limits, String script) {
        return installer(limits, progress::add).installed(THING, work -> {
            var content = work.folder("content");
            work.fetch(SHELL, content, List.of(script));
            return content;
        });
    }

    private Installer installer(InstallLimits limits, Consumer<String> lines) {
        return new Installer(folder, limits, stop, lines);
    }

    private Path pidFile() {
        return scratch.resolve("child.pid");
    }

    private void awaitChildEnded() throws IOException {
        var pid = Long.parseLong(Files.readString(pidFile()).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private List<String> names() throws IOException {
        var names = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        return names.stream().sorted().toList();
    }
}
