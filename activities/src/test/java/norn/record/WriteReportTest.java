package norn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteReportTest {
    @TempDir
    Path root;

    @Test
    void a_report_is_written_for_people_and_for_programs_without_secrets() {
        var harness = new ActionHarness(root.resolve("records"), new RecordSettings(root.resolve("copies")));

        var evidence = harness.run(
                "write-report",
                "kind",
                "48-hours",
                "report",
                "# Report " + ActionHarness.CANARY,
                "checklist",
                Map.of("status", "RUNNING"));

        var folder = root.resolve("records/rehearsal-v1.0.0-20261201-0900/reports");
        assertThat(folder.resolve("48-hours.md")).hasContent("# Report [secret canary]");
        assertThat(folder.resolve("48-hours.json")).content().contains("\"status\" : \"RUNNING\"");
        assertThat(root.resolve("copies/rehearsal-v1.0.0-20261201-0900/48-hours.md"))
                .hasContent("# Report [secret canary]");
        assertThat(root.resolve("copies/rehearsal-v1.0.0-20261201-0900/48-hours.md")
                        .toFile())
                .satisfies(
                        copy -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.toPath())))
                                .isEqualTo("rw-r--r--"));
        assertThat(evidence.artifacts()).hasSize(2);
    }

    @Test
    void a_kind_is_a_name_not_a_path() {
        var harness = new ActionHarness(root.resolve("records"));

        harness.run("write-report", "kind", "../../../etc/x", "report", "#");

        assertThat(root.resolve("records/rehearsal-v1.0.0-20261201-0900/reports"))
                .isDirectoryContaining("glob:**etc-x-*.md");
    }

    @Test
    void nothing_to_report_is_said() {
        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> new ActionHarness(root.resolve("records")).run("write-report", "kind", "final"));

        assertThat(failed.error()).isEqualTo("NothingToReport");
    }
}
