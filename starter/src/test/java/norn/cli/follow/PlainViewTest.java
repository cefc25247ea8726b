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
import norn.state.StepEvidence;
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

    @Test
    void what_failed_is_shortened_before_what_to_do_about_it() {
        var remedy = "Make room on that volume. ".repeat(9) + "Then RETRY.";
        var summary = "VolumeFull: " + "no space is left on it, ".repeat(20) + "and that is all. " + remedy;
        var failed = new Checklist.Line(
                "copy-database",
                PhaseName.DEPLOYMENT_DAY,
                "section",
                "title",
                List.of(),
                StepState.FAILED,
                1,
                null,
                NINE,
                NINE.plusSeconds(1),
                "machine",
                new StepEvidence(summary, Map.of(), List.of(), null, null, remedy));

        view.checklist(
                new Checklist(
                        "d",
                        "rehearsal",
                        "v1.0.0",
                        "v0.9.0",
                        PhaseName.DEPLOYMENT_DAY,
                        "RUNNING",
                        NINE,
                        null,
                        null,
                        List.of(),
                        List.of(failed),
                        List.of(),
                        List.of()),
                NINE);

        assertThat(printed.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .startsWith("09:00:01  FAILED     copy-database  1.0 s  VolumeFull: no space is left on it, ")
                .contains(" … ")
                .endsWith("and that is all. " + remedy);
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
