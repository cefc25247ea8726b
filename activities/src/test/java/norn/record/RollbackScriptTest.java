package norn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
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
    void it_lies_beside_the_evidence_for_its_owner_alone_and_is_tried_by_its_plan() throws IOException {
        var harness = harness("echo \"$@\"; echo not a word of the plan >&2\n");

        var written = harness.run("write-rollback-script");
        var tried = harness.run("try-rollback-script");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script())))
                .isEqualTo("rwx------");
        assertThat(written.values()).containsEntry("script", script().toString());
        assertThat(Path.of(String.valueOf(tried.values().get("plan"))))
                .hasContent("rollback rehearsal --local --plan --to v0.9.0");
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
