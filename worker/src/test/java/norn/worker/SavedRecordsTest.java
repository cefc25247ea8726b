package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.report.Checklist;
import norn.state.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedRecordsTest {
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
}
