package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.cli.terminal.Style;
import norn.report.Checklist;
import norn.report.Checklist.ProposedMessage;
import norn.report.Checklist.WaitingItem;
import norn.report.Situation;
import norn.runbook.PhaseName;
import norn.state.LoggedIncident;
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

    @Test
    void
            somebody_who_looks_once_sees_the_clock_of_the_downtime_the_pause_incidents_and_one_command_for_each_question() {
        var gate = new WaitingItem(
                "gate",
                "go-live",
                "Shall players be let in?",
                List.of("release-manager"),
                NOON,
                NOON.plusSeconds(15 * 60),
                1,
                List.of("GO", "NO_GO"),
                new ProposedMessage("decide", Map.of()),
                null);
        var checklist = new Checklist(
                "d",
                "rehearsal",
                "v1.0.0",
                "v0.9.0",
                PhaseName.DEPLOYMENT_DAY,
                "PAUSED",
                NOON,
                NOON.minusSeconds(12 * 60),
                null,
                List.of(gate),
                List.of(),
                List.of(),
                List.of(new LoggedIncident("INC-7", "P2", "chat is slow", "OPEN", "bob", NOON.minusSeconds(60), null)));
        var situation = new Situation(
                NOON.minusSeconds(600),
                600L,
                new Situation.CurrentPause("bob", NOON.minusSeconds(90), "the network fails"));

        var lines = new StatusText(new Style(false), null, 80)
                .once(checklist, situation, item -> List.of(WaitingItemText.command(item, null)), NOON);

        assertThat(lines)
                .containsExactly(
                        "d  v0.9.0 → v1.0.0  PAUSED",
                        "  T-0        11:48 UTC (12 min ago)",
                        "  users      out since 11:50 UTC (10 min ago)",
                        "  paused     since 11:58 UTC (1 min ago) by bob: the network fails",
                        "  incident   P2 INC-7, open since 11:59 UTC (1 min ago): chat is slow",
                        "  waiting for people: 1",
                        "    gate go-live (release-manager): Shall players be let in?  15 min left",
                        "      norn go go-live --by NAME");
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
