package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.report.Checklist;
import norn.report.Checklist.ProposedMessage;
import norn.report.Checklist.WaitingItem;
import norn.runbook.PhaseName;
import norn.state.RefusedMessage;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class PlainViewTest {
    private static final Instant NINE = Instant.parse("2026-12-01T09:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PlainView view = new PlainView(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void what_is_seen_late_has_its_own_times_in_their_order() {
        var gate = new WaitingItem(
                "gate",
                "go-live",
                "Open?",
                List.of("release-manager"),
                NINE.plusSeconds(50),
                null,
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
                "WAITING_FOR_PEOPLE",
                NINE,
                null,
                null,
                List.of(gate),
                List.of(
                        line("back-up", PhaseName.PRE_DEPLOYMENT, 10),
                        line("stop", PhaseName.DEPLOYMENT_DAY, 40),
                        line("start-day", PhaseName.DEPLOYMENT_DAY, 20)),
                List.of(new RefusedMessage("decide", "eve", "too early", NINE.plusSeconds(30))),
                List.of());

        view.checklist(checklist, NINE.plusSeconds(600));

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                09:00:10  == pre-deployment
                09:00:10  DONE       back-up  1.0 s
                09:00:20  == deployment-day
                09:00:20  DONE       start-day  1.0 s
                09:00:30  REFUSED    decide by eve: too early
                09:00:40  DONE       stop  1.0 s
                09:00:50  WAITING    gate go-live (release-manager): Open?
                """);
    }

    private static Checklist.Line line(String id, PhaseName phase, int second) {
        var ended = NINE.plusSeconds(second);
        return new Checklist.Line(
                id,
                phase,
                "section",
                "title",
                List.of(),
                StepState.DONE,
                1,
                null,
                ended.minusSeconds(1),
                ended,
                "machine",
                null);
    }
}
