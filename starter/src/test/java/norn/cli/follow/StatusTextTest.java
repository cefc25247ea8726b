package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import norn.cli.terminal.Style;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    @Test
    void a_phase_that_was_left_stands_out_and_a_proven_rollback_does_not() {
        var lines = statusText(
                "ROLLED_BACK",
                line("build", PhaseName.DEPLOYMENT_DAY, NOON),
                line("go-live", PhaseName.DEPLOYMENT_DAY, null),
                line("proof", PhaseName.ROLLBACK, NOON),
                line("post-mortem", PhaseName.ROLLBACK, null));

        assertThat(lines).anySatisfy(text -> assertThat(text).startsWith("  ✘ deployment-day     1 of   2"));
        assertThat(lines).anySatisfy(text -> assertThat(text).startsWith("  ✔ rollback           1 of   2"));
    }

    @Test
    void a_rollback_that_people_gave_up_stands_out() {
        var lines = statusText(
                "ROLLBACK_FAILED", line("stop", PhaseName.ROLLBACK, NOON), line("proof", PhaseName.ROLLBACK, null));

        assertThat(lines).anySatisfy(text -> assertThat(text).startsWith("  ✘ rollback           1 of   2"));
    }

    private static List<String> statusText(String status, Checklist.Line... lines) {
        var checklist = new Checklist(
                "d",
                "rehearsal",
                "v1.0.0",
                "v0.9.0",
                PhaseName.ROLLBACK,
                status,
                NOON,
                null,
                null,
                List.of(),
                List.of(lines),
                List.of(),
                List.of());
        return new StatusText(new Style(false), null, 100).of(checklist, NOON);
    }

    private static Checklist.Line line(String id, PhaseName phase, @Nullable Instant ended) {
        var state = ended == null ? StepState.PENDING : StepState.DONE;
        return new Checklist.Line(
                id, phase, "section", "title", List.of(), state, 1, null, ended, ended, "machine", null);
    }
}
