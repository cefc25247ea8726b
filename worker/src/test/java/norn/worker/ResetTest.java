package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import norn.action.Target;
import norn.action.Targets;
import norn.files.RecordFolders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run meets that was reset, as far as a server without resets can show it; the starter's tests reset for real. */
@Tag("server")
class ResetTest extends WorkflowTestBase {
    @Test
    void what_an_earlier_runs_phase_reported_does_not_count() {
        var run = harness.deployment("d").awaitWaiting("review-documentation");

        run.stub()
                .signal(
                        "progress",
                        input(
                                "phase",
                                "deployment-day",
                                "from",
                                0,
                                "entries",
                                List.of(
                                        entry(input(
                                                "event", "phase-started", "phase", "deployment-day", "changed", true)),
                                        entry(input("event", "step-started", "step", "go-live", "attempt", 1)))));
        run.update("incident", "id", "i", "severity", "P3", "summary", "after that", "state", "OPEN", "by", "alice");

        var checklist = run.checklist();
        assertThat(checklist.path("incidents")).hasSize(1);
        assertThat(checklist.path("waiting")).hasSize(1);
        assertThat(checklist.path("refused")).isEmpty();
    }

    @Test
    void a_day_that_changed_the_environment_before_the_reset_is_rolled_back() throws Exception {
        var run = harness.deployment("d").complete("review-documentation").awaitWaiting("approve-plan");
        record("d");

        run.go("approve-plan")
                .go("start-day")
                .awaitWaiting("shut-down")
                .noGo("shut-down")
                .awaitStatus("ROLLED_BACK");

        assertThat(harness.environments.calls("d")).contains("survey-environment#1", "verify-fingerprint#1");
    }

    @Test
    void an_id_that_another_start_had_is_taken() throws Exception {
        var folder = Files.createDirectories(RecordFolders.deployment(records, "d"));
        Files.writeString(folder.resolve("started-as"), "another run\n");

        var failure = harness.deployment("d").failure();

        assertThat(failure.getType()).isEqualTo("IdTaken");
        assertThat(failure.getOriginalMessage())
                .contains("id d: there was a deployment of that id here", "under another id");
    }

    private static Map<String, Object> entry(Map<String, Object> event) {
        return input("at", "2026-12-01T09:00:00Z", "event", event);
    }

    /** As the day's last step before its first change does. */
    private void record(String deployment) throws Exception {
        new Targets(records)
                .record(new Target(
                        deployment,
                        "2026-12-01T09:00:00Z",
                        "v0.9.0",
                        null,
                        null,
                        Target.fingerprint(Map.of()),
                        Map.of(),
                        null,
                        null));
    }
}
