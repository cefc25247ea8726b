package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.environment.Host;
import norn.environment.LoadedHost;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.plan.PlanRequest;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedRecordsTest {
    private static final String ID = "production-v1.0.0-20261201-0700";

    @TempDir
    Path records;

    @Test
    void what_runs_have_saved_can_be_read_without_a_server() throws Exception {
        save("older", "2026-12-01T09:00:00Z");
        save("production/v1", "2026-12-08T09:00:00Z");
        Files.createDirectories(records.resolve("no-run"));
        var saved = new SavedRecords(records);

        assertThat(saved.all())
                .extracting(run -> run.checklist().deployment())
                .containsExactly("production/v1", "older");
        assertThat(saved.of("production/v1").orElseThrow().report()).isEqualTo("# production/v1");
        assertThat(saved.of("older").orElseThrow().tree().path("status").asText())
                .isEqualTo("SUCCESSFUL");
        assertThat(saved.of("unknown")).isEmpty();
        assertThat(new SavedRecords(records.resolve("absent")).all()).isEmpty();
    }

    private void save(String deployment, String asOf) throws Exception {
        var folder = Files.createDirectories(RecordFolders.deployment(records, deployment));
        var checklist =
                Checklist.withoutPlan(deployment, "production", "v1.0.0", Status.SUCCESSFUL, Instant.parse(asOf));
        LenientJson.write(folder.resolve("report.json"), checklist);
        Files.writeString(folder.resolve("report.md"), "# " + deployment);
    }

    @Test
    void a_run_that_is_ended_in_its_first_phase_is_known_by_its_plan_and_what_its_actions_did() throws Exception {
        var host = host();
        var plan = BuiltInPlans.plan(new PlanRequest(ID, "rehearsal", "v1.0.0", List.of(), null, "run", null));
        UnfinishedRun.savePlan(host, ID, plan);
        var step = plan.runbook().phase(PhaseName.PRE_DEPLOYMENT).steps().get(0);
        var rollback = plan.runbook().phase(PhaseName.ROLLBACK).steps().get(0);
        log(step.id(), "DONE");
        log(rollback.id(), "BEGUN");

        var run = UnfinishedRun.of(host, ID).orElseThrow();

        assertThat(run.title(step.id())).isEqualTo(step.title());
        assertThat(run.release()).contains("v1.0.0");
        var tree = run.tree("TERMINATED");
        assertThat(line(tree, step.id()).path("state").asText()).isEqualTo("DONE");
        assertThat(line(tree, step.id()).path("evidence").path("summary").asText())
                .isEqualTo("as it should be");
        assertThat(line(tree, rollback.id()).path("state").asText()).isEqualTo("RUNNING");
        assertThat(line(tree, rollback.id()).path("phase").asText()).isEqualTo("rollback");
        assertThat(UnfinishedRun.of(host, "another")).isEmpty();
    }

    private static JsonNode line(JsonNode tree, String step) {
        for (var line : tree.path("steps")) {
            if (line.path("id").asText().equals(step)) {
                return line;
            }
        }
        throw new AssertionError(step + " is not among the steps");
    }

    private Host host() {
        return new LoadedHost("rehearsal", records, List.of(), Map.of(), Map.of(), "");
    }

    private void log(String step, String what) throws Exception {
        var file = RecordFolders.deployment(records, ID).resolve("actions.jsonl");
        var before = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, before + """

            {"at":"2026-12-01T08:00:00Z","step":"%s","action":"a","attempt":1,"tryNumber":1,"changes":false,"what":"%s","summary":"as it should be"}
            """.formatted(step, what));
    }
}
