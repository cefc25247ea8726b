package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import norn.run.Limits;
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

    @Test
    void the_page_of_a_deployment_shows_what_ended_last_though_nothing_follows_it() {
        try (var harness = WorkflowHarness.ofBuiltInRunbook(records)) {
            var deployment = harness.deployment("fresh").awaitWaiting("review-documentation");
            var phase = harness.run("fresh/pre-deployment");
            await().until(() -> running(phase).isEmpty());

            harness.skip(Limits.MAX_PROGRESS_AGE.plusSeconds(1));

            await().untilAsserted(() -> assertThat(running(deployment)).isEmpty());
            assertThat(deployment.details()).doesNotContain("**Running**");
        }
    }

    private static List<String> running(WorkflowHarness.TestRun run) {
        return StreamSupport.stream(run.checklist().path("steps").spliterator(), false)
                .filter(step -> step.path("state").asText().equals("RUNNING"))
                .map(step -> step.path("id").asText())
                .toList();
    }
}
