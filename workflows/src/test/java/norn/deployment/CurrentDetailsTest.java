package norn.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import norn.journal.Checklist;
import norn.runbook.PhaseName;
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
    void it_stays_short_enough_to_travel_in_an_address_and_says_what_it_leaves_out() {
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
    void what_runs_comes_after_what_waits_and_says_when_the_phase_told_it() {
        var line = new Checklist.Line(
                "survey-network",
                PhaseName.DEPLOYMENT_DAY,
                "survey",
                "Measure the link",
                List.of(),
                Checklist.State.RUNNING,
                1,
                null,
                NOW,
                null,
                null,
                null);

        assertThat(CurrentDetails.text(checklist(List.of(gate("go-live")), List.of(line)), null, NOW))
                .endsWith("""
                        ```

                        **Running** as of 2026-12-01T09:00:00Z

                        - `survey-network` Measure the link
                        """);
    }

    private static Checklist checklist(List<Checklist.Waiting> waiting) {
        return checklist(waiting, List.of());
    }

    private static Checklist checklist(List<Checklist.Waiting> waiting, List<Checklist.Line> steps) {
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
                List.of(),
                List.of());
    }

    private static Checklist.Waiting gate(String id) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("gate", id);
        payload.put("verdict", "GO");
        payload.put("by", "…");
        return new Checklist.Waiting(
                "gate",
                id,
                "Shall players be let in?",
                List.of("release-manager"),
                NOW,
                NOW,
                1,
                List.of("GO", "NO_GO"),
                new Checklist.Proposed("decide", payload),
                "All smoke tests passed");
    }
}
