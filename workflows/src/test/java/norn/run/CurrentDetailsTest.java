package norn.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.state.RefusedMessage;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

/** What people read on the run's page in the Temporal UI. */
class CurrentDetailsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    @Test
    void what_waits_is_shown_with_the_message_to_paste_laid_out_as_the_page_does() {
        assertThat(CurrentDetails.text(checklist(List.of(gate("go-live"))), null))
                .isEqualTo("""
                        **WAITING_FOR_PEOPLE** · v0.9.0 → v1.0.0 in production · deployment-day, 0 of 0 steps over

                        **Waiting for people**

                        gate `go-live` Shall players be let in? · for release-manager · until 2026-12-01T09:00:00Z

                        > All smoke tests passed

                        Signal or update `decide`, `verdict` being GO or NO_GO:

                        ```
                        {
                          "gate": "go-live",
                          "verdict": "GO",
                          "by": "…"
                        }
                        ```
                        """);
    }

    @Test
    void it_stays_short_enough_for_an_address_and_says_what_it_omits() {
        var text = CurrentDetails.text(
                checklist(
                        IntStream.range(0, 40).mapToObj(i -> gate("gate-" + i)).toList()),
                null);

        assertThat(text.length()).isLessThan(4_000);
        assertThat(text)
                .contains("\"gate\": \"gate-0\"")
                .containsPattern("and \\d+ more: query `checklist` shows them");
    }

    @Test
    void what_runs_comes_after_what_waits_and_says_when_the_phase_reported_it() {
        var line = running("survey-network", "Measure the link");

        assertThat(CurrentDetails.text(checklist(List.of(gate("go-live")), List.of(line)), null, NOW))
                .endsWith("""
                        ```

                        **Running** as of 2026-12-01T09:00:00Z

                        - `survey-network` Measure the link
                        """);
    }

    @Test
    void characters_that_an_address_escapes_count_with_their_escaped_length() {
        var waiting = IntStream.range(0, 40)
                .mapToObj(i -> gate("gate-" + i, "Türen auf für 玩家?"))
                .toList();
        var running = IntStream.range(0, 6)
                .mapToObj(i -> running("step-" + i, "🚪".repeat(100)))
                .toList();
        var refused = new RefusedMessage("🚪".repeat(40), "👩".repeat(40), "🔒".repeat(200), NOW);

        var most = CurrentDetails.text(checklist(waiting), null);
        var cut = CurrentDetails.text(checklist(List.of(), running, List.of(refused, refused, refused)), null);

        assertThat(utf8(most)).hasSizeLessThan(3_900);
        assertThat(most).containsPattern("and \\d+ more: query `checklist` shows them");
        assertThat(utf8(cut)).hasSizeLessThan(3_900);
        assertThat(cut)
                .endsWith("\n…")
                .as("no letter is cut in half")
                .isEqualTo(new String(utf8(cut), StandardCharsets.UTF_8));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Checklist.Line running(String id, String title) {
        return new Checklist.Line(
                id,
                PhaseName.DEPLOYMENT_DAY,
                "survey",
                title,
                List.of(),
                StepState.RUNNING,
                1,
                null,
                NOW,
                null,
                null,
                null);
    }

    private static Checklist checklist(List<Checklist.WaitingItem> waiting) {
        return checklist(waiting, List.of());
    }

    private static Checklist checklist(List<Checklist.WaitingItem> waiting, List<Checklist.Line> steps) {
        return checklist(waiting, steps, List.of());
    }

    private static Checklist checklist(
            List<Checklist.WaitingItem> waiting, List<Checklist.Line> steps, List<RefusedMessage> refused) {
        return new Checklist(
                "d",
                "production",
                "v1.0.0",
                "v0.9.0",
                PhaseName.DEPLOYMENT_DAY,
                "WAITING_FOR_PEOPLE",
                NOW,
                NOW,
                null,
                waiting,
                steps,
                refused,
                List.of());
    }

    private static Checklist.WaitingItem gate(String id) {
        return gate(id, "Shall players be let in?");
    }

    private static Checklist.WaitingItem gate(String id, String title) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("gate", id);
        payload.put("verdict", "GO");
        payload.put("by", "…");
        return new Checklist.WaitingItem(
                "gate",
                id,
                title,
                List.of("release-manager"),
                NOW,
                NOW,
                1,
                List.of("GO", "NO_GO"),
                new Checklist.ProposedMessage("decide", payload),
                "All smoke tests passed");
    }
}
