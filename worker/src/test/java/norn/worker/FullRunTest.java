package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import norn.state.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A month of the built-in runbook. */
@Tag("server")
class FullRunTest {
    @TempDir
    Path records;

    @Test
    @Timeout(600)
    void three_deployments_of_the_built_in_runbook_end_as_people_decide() {
        try (var harness = WorkflowHarness.ofBuiltInRunbook(records)) {
            var full = new FullRun(harness, "");

            full.run();

            assertThat(full.result(full.superseded).status()).isEqualTo(Status.PARTIAL);
            assertThat(full.result(full.superseded).reason()).isEqualTo("superseded by " + full.successful);
            assertThat(full.result(full.rolledBack).status()).isEqualTo(Status.ROLLED_BACK);
            assertThat(full.result(full.successful).status()).isEqualTo(Status.SUCCESSFUL);
            assertThat(harness.runs(full.successful + "/post-deployment")).hasSizeGreaterThan(1);
        }
    }
}
