package norn.local.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import norn.local.NornHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that somebody stops: what it says, what it exits with, and that nothing of it goes on. */
class InterruptIT {
    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        Rehearsal.stopAll(new NornHome(folder.resolve("home")));
    }

    @Test
    void the_first_ctrl_c_says_what_continues_and_the_second_stops_everything() throws Exception {
        var rehearsal = typed();
        awaitPreDeployment();

        signal(rehearsal, "INT");
        await().atMost(Duration.ofSeconds(20)).until(() -> said().contains("Ctrl-C once more"));
        assertThat(said())
                .contains("continues, with server, sandbox and worker: process ", "'./norn watch' follows it again");
        signal(rehearsal, "INT");

        assertThat(rehearsal.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(rehearsal.exitValue()).isEqualTo(130);
        assertThat(said()).endsWith("stopped; nothing runs any more\n");
        assertThat(whatRuns()).isEmpty();
    }

    @Test
    void a_rehearsal_that_is_terminated_stops_everything() throws Exception {
        var rehearsal = typed();
        awaitPreDeployment();

        signal(rehearsal, "TERM");

        assertThat(rehearsal.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(rehearsal.exitValue()).isEqualTo(143);
        assertThat(said()).endsWith("stopped; nothing runs any more\n");
        assertThat(whatRuns()).isEmpty();
    }

    private Process typed() throws IOException {
        var builder = new ProcessBuilder(
                "env",
                "--default-signal=INT", // a shell lets its background jobs ignore it, and so their children
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "norn.cli.Main",
                "rehearse",
                "--yes",
                "--size",
                "0.02");
        builder.environment().put("NORN_HOME", folder.resolve("home").toString());
        return builder.redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    /** What it said until then is in the failure. */
    private void awaitPreDeployment() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(said()).contains("== pre-deployment"));
    }

    private static void signal(Process process, String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    /** Every process whose command contains the home. */
    private List<String> whatRuns() {
        var home = folder.resolve("home").toString();
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains(home))
                .toList();
    }
}
