package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import norn.action.run.ActionLog;
import norn.files.LenientJson;
import norn.fingerprint.HostState;
import norn.report.Checklist;
import norn.state.Status;
import norn.worker.SavedRecords;
import norn.worker.UnfinishedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedRunTextTest {
    private static final String ID = "production-v1.0.0-20261201-0700";
    private static final Instant NOW = Instant.parse("2026-12-01T09:30:00Z");
    private static final HostState HALF_CHANGED = new HostState(
            "production",
            "v1.0.0",
            ID,
            HostState.Users.OUT,
            Instant.parse("2026-12-01T09:00:00Z"),
            new HostState.Unfinished(ID, "v0.9.0"));
    private static final HostState AS_FOUND =
            new HostState("production", "v0.9.0", null, HostState.Users.IN, null, null);

    @TempDir
    Path folder;

    @Test
    void a_run_that_was_terminated_at_its_day_shows_what_it_did_how_it_stands_and_what_to_type() throws Exception {
        var run = run(
                HALF_CHANGED,
                null,
                false,
                entry("2026-12-01T09:00:00Z", "enable-maintenance", ActionLog.What.BEGUN, ""),
                entry("2026-12-01T09:00:01Z", "enable-maintenance", ActionLog.What.DONE, "maintenance | mode is on"),
                entry("2026-12-01T09:05:00Z", "swap-database", ActionLog.What.BEGUN, ""));

        var text = UnfinishedRunText.of(run, "TERMINATED", "The run was ended from outside.", NOW);

        assertThat(text)
                .startsWith("""
                    # production-v1.0.0-20261201-0700: TERMINATED

                    **The run was ended from outside.** It came to no final status. It began to change the environment, and neither let users in nor was rolled back. To restore v0.9.0: `norn rollback production --reason TEXT --by NAME` (`--plan` shows what that does).
                    """)
                .contains("what people answered after 08:50 UTC stands in the run's history")
                .contains("  users           out: maintenance mode is on since 09:00 UTC (30 min ago)\n")
                .contains("""
                    | 2026-12-01 09:00:00 | enable-maintenance | done | maintenance \\| mode is on |
                    | 2026-12-01 09:05:00 | swap-database | begun | how it ended is not recorded: its worker was ended, or it is still at work |
                    """)
                .endsWith("""
                    ## The report that it saved last, as of 08:50 UTC: what it says of the present was so then

                    ### Prepared
                    """);
    }

    @Test
    void what_became_of_the_environment_decides_what_to_type() throws Exception {
        var change = entry("2026-12-01T09:00:00Z", "enable-maintenance", ActionLog.What.BEGUN, "");
        var live = new HostState("production", "v1.0.0", null, HostState.Users.IN, null, null);

        assertThat(text(run(AS_FOUND, null, false)))
                .contains("nothing is to be taken back. To deploy: `norn deploy v1.0.0 --to production`.");
        assertThat(text(run(AS_FOUND, null, true, change))).contains("What it had changed was rolled back.");
        assertThat(text(run(live, Instant.parse("2026-12-01T09:20:00Z"), false, change)))
                .contains("It went live at 09:20 UTC, and nothing watches v1.0.0 any more. To watch on:"
                        + " `norn deploy v1.0.0 --to production --phase post-deployment`.");
        assertThat(text(run(AS_FOUND, null, false, change)))
                .contains("whether something of that remains, `norn rollback production --plan` shows.");
    }

    @Test
    void a_program_gets_the_checklist_with_what_was_done_since() throws Exception {
        var run = run(HALF_CHANGED, null, false, entry("2026-12-01T09:00:01Z", "x", ActionLog.What.DONE, "done"));

        var tree = run.tree("TERMINATED");

        assertThat(tree.path("status").asText()).isEqualTo("TERMINATED");
        assertThat(tree.path("asOf").asText()).isEqualTo("2026-12-01T09:00:01Z");
        assertThat(tree.path("waiting")).isEmpty();
        assertThat(tree.path("host").path("users").asText()).isEqualTo("OUT");
        assertThat(tree.path("actions").path(0).path("summary").asText()).isEqualTo("done");
    }

    private static String text(UnfinishedRun run) {
        return UnfinishedRunText.of(run, "TERMINATED", "Ended.", NOW);
    }

    private UnfinishedRun run(HostState state, Instant live, boolean rolledBack, ActionLog.Entry... actions)
            throws Exception {
        var saved = Checklist.withoutPlan(
                ID, "production", "v1.0.0", Status.RUNNING, Instant.parse("2026-12-01T08:50:00Z"));
        LenientJson.write(folder.resolve("report.json"), saved);
        Files.writeString(folder.resolve("report.md"), "# Prepared\n");
        return new UnfinishedRun(
                ID, state, null, new SavedRecords.SavedRun(saved, folder), List.of(actions), live, rolledBack);
    }

    private static ActionLog.Entry entry(String at, String step, ActionLog.What what, String summary) {
        return new ActionLog.Entry(Instant.parse(at), step, step, 1, 1, true, what, summary);
    }
}
