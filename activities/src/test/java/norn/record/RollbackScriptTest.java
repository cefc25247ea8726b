package norn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.code.CodeSettings;
import norn.state.Evidence.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackScriptTest {
    @TempDir
    Path root;

    private ActionHarness harness(String body) throws IOException {
        var program = Files.writeString(root.resolve("norn of 'alice'"), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new ActionHarness(root.resolve("records"))
                .rolledBackBy(program.toString(), "rollback", "rehearsal", "--local");
    }

    private Path script() {
        return root.resolve("records/rehearsal-v1.0.0-20261201-0900/rollback.sh");
    }

    @Test
    void it_lies_beside_the_evidence_and_is_tried_by_its_plan() throws IOException {
        var harness = harness("echo \"$@\"; echo not a word of the plan >&2\n");

        var written = harness.run("write-rollback-script");
        var tried = harness.run("try-rollback-script");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script())))
                .isEqualTo("rwxr-xr-x"); // else another user reads nothing but "permission denied"
        assertThat(written.values()).containsEntry("script", script().toString());
        assertThat(Path.of(String.valueOf(tried.values().get("plan"))))
                .hasContent("rollback rehearsal --local --of rehearsal-v1.0.0-20261201-0900 --plan --to v0.9.0");
    }

    /** A plain shell at night: another folder, which is gone, another PATH, no locale, and nobody at a terminal. */
    @Test
    void it_has_the_workers_surroundings_in_any_shell() throws Exception {
        var harness = harness("echo \"$PATH|$PWD|$NORN_TERMINALS|$NORN_SCRIPT|$*\"\n");
        harness.run("write-rollback-script");
        var gone = Files.createDirectories(root.resolve("gone"));
        var shell = new ProcessBuilder(
                        "/bin/sh", "-c", "rmdir '%s'; exec '%s' --reason 'it''s late'".formatted(gone, script()))
                .directory(gone.toFile())
                .redirectErrorStream(true);
        shell.environment().clear();
        shell.environment().put("PATH", "/nowhere:/bin:/usr/bin");

        var process = shell.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said) // the shell itself may say first that its folder is gone
                .endsWith("%s|/||%s|rollback rehearsal --local --of rehearsal-v1.0.0-20261201-0900 --reason its late\n"
                        .formatted(System.getenv("PATH"), script()));
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void another_user_reads_whose_it_is() throws Exception {
        var harness = harness("echo never\n");
        harness.run("write-rollback-script");
        var text = Files.readString(script());
        var own = "!= %d ]".formatted((Integer) Files.getAttribute(script(), "unix:uid"));
        assertThat(text).contains(own);
        Files.writeString(script(), text.replace(own, "!= 4711 ]")); // as if another's

        var process = new ProcessBuilder(script().toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("norn: run this as the worker's user, ")
                .doesNotContain("never");
        assertThat(process.waitFor()).isEqualTo(78);
    }

    /** As cron or a rescue shell may have it. */
    @Test
    void an_empty_path_is_enough() throws Exception {
        var harness = harness("echo \"$PATH\"\n");
        harness.run("write-rollback-script");

        var shell = new ProcessBuilder("/bin/sh", script().toString()).redirectErrorStream(true);
        shell.environment().clear();
        shell.environment().put("PATH", "");
        var process = shell.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(System.getenv("PATH") + "\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void where_its_norn_is_gone_it_says_what_to_do_by_hand() throws Exception {
        var library = Files.writeString(root.resolve("norn.jar"), "");
        var java = Files.writeString(root.resolve("java"), "#!/bin/sh\necho started\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        var code = new ActionHarness(
                        root.resolve("records"),
                        new CodeSettings(
                                "/nowhere",
                                root.resolve("releases"),
                                root.resolve("it's active"),
                                List.of("git"),
                                15,
                                List.of(),
                                Map.of()))
                .rolledBackBy(
                        java.toString(),
                        "-cp",
                        library + ":" + root.resolve("norn.jar"),
                        "norn.cli.Main",
                        "rollback",
                        "rehearsal",
                        "--local",
                        "--config",
                        root.resolve("config").toString());
        code.run("write-rollback-script");

        var whole = run();
        Files.delete(library);
        var gone = run();

        assertThat(whole).isEqualTo("started\n0");
        assertThat(gone).isEqualTo("""
            norn: this script starts the Norn that wrote it, and %1$s/norn.jar of that is gone.
            Put it back. Or roll back with another Norn of the same version on this host:
              ./norn rollback rehearsal --local --config %1$s/config --of rehearsal-v1.0.0-20261201-0900 --reason TEXT
            Or do it by hand:
              Shut users out, and stop the services of rehearsal.
              Point the link at v0.9.0: ln -sfn %1$s/releases/v0.9.0 '%1$s/it'\\''s active'
              Start the services, check them, and let users in.
            What there was before is in %2$s/target.json, what was done since in %2$s/actions.jsonl.
            78\
            """.formatted(root, script().getParent()));
    }

    /** What the script printed, and behind that its exit code. */
    private String run() throws Exception {
        var process = new ProcessBuilder(script().toString(), "--reason", "late")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + process.waitFor();
    }

    @Test
    void one_that_does_not_work_is_known_before_the_first_change() throws IOException {
        var harness = harness("echo no Java here >&2; exit 78\n");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("try-rollback-script"));

        assertThat(failed.error()).isEqualTo("RollbackScriptFails");
        assertThat(failed).hasMessageContaining("exited with 78").hasMessageContaining("no Java here");
    }

    @Test
    void an_environment_on_several_hosts_has_none() {
        var harness = new ActionHarness(root.resolve("records"));

        assertThat(harness.run("write-rollback-script").outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(harness.run("try-rollback-script").outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(script()).doesNotExist();
    }
}
