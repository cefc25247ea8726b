package norn.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import norn.report.Checklist;
import norn.report.Situation;
import norn.runbook.PhaseName;
import norn.state.LoggedIncident;
import norn.state.RefusedMessage;
import norn.state.Status;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

/** What people read on the run's page in the Temporal UI. */
class CurrentDetailsTest {
    private static final Instant NOW = Instant.parse("2026-12-01T09:00:00Z");

    @Test
    void what_waits_is_a_list_and_each_gate_says_what_its_answers_do() {
        var outSince = new Situation(NOW.minusSeconds(660), 660L, null);

        assertThat(CurrentDetails.text(checklist(List.of(gate("go-live"))), outSince, null, null))
                .isEqualTo("""
                        **WAITING_FOR_PEOPLE** · v0.9.0 → v1.0.0 in production

                        deployment-day: 0 of 0 steps over at 09:00 UTC

                        - T-0 08:45 UTC (15 min ago)
                        - users are out since 08:49 UTC (11 min ago)

                        **Waiting for people** (1)

                        - gate `go-live` Shall players be let in? · release-manager · 15 min left at 09:00 UTC

                        Update `decide` for `go-live`, `verdict` being GO or NO_GO:

                        > - smoke-test: All smoke tests passed
                        > - NO_GO: all changes are rolled back

                        ```
                        {
                          "gate": "go-live",
                          "verdict": "GO",
                          "by": "…"
                        }
                        ```

                        **At any time**: `pause` or `resume` `{"by": "…"}` · `rollBack` `{"reason": "…", "by": "…"}`
                        """);
    }

    @Test
    void what_one_person_can_attest_in_one_sitting_is_one_message() {
        assertThat(text(List.of(step("train"), step("brief"), gate("go-live"))))
                .contains("- step `train` Title · operator\n- step `brief` Title · operator\n- gate `go-live`")
                .contains("""
                        ```
                        {
                          "steps": [
                            "train",
                            "brief"
                          ],
                          "by": "…"
                        }
                        ```
                        """)
                .contains("`\"outcome\": \"FAILED\"` with a `note` for what failed");
    }

    @Test
    void a_pause_an_open_incident_and_the_newest_refusal_are_said() {
        var pause = new Situation(null, null, new Situation.CurrentPause("bob", NOW, "the network fails"));
        var incident = new LoggedIncident("INC-7", "P2", "chat is slow", "OPEN", "bob", NOW, null);
        var refused = List.of(
                new RefusedMessage("decide", "eve", "an old one", NOW),
                new RefusedMessage("decide", "mallory", "no", NOW));
        var checklist = checklist(List.of(), List.of(), refused, List.of(incident));

        assertThat(CurrentDetails.text(checklist, pause, null, null))
                .contains("- paused by bob since 09:00 UTC: the network fails\n- P2 INC-7 is open: chat is slow\n")
                .endsWith("**Refused** (2), the last at 09:00 UTC: `decide` by mallory: no\n")
                .doesNotContain("an old one");
    }

    @Test
    void after_the_end_it_shows_outcome_proof_and_report() {
        var result = new Result(
                Status.ROLLED_BACK,
                "production",
                "v1.0.0",
                "v0.9.0",
                NOW,
                NOW,
                152L,
                "NO_GO at go-live by alice",
                "abcdef0123456789",
                "abcdef0123456789",
                "/records/report.md");

        assertThat(CurrentDetails.text(checklist(List.of()), Situation.none(), result, null))
                .endsWith("""

                        - NO_GO at go-live by alice
                        - users were out for 2 min
                        - proof: the fingerprint before was `abcdef012345…`, after the rollback it is the same
                        - report: `/records/report.md`
                        """);
    }

    @Test
    void it_stays_short_enough_for_an_address_and_says_what_it_omits() {
        var text = text(IntStream.range(0, 40).mapToObj(i -> gate("gate-" + i)).toList());

        assertThat(text.length()).isLessThan(4_000);
        assertThat(text)
                .contains("\"gate\": \"gate-0\"")
                .containsPattern("and \\d+ more: query `checklist` shows them")
                .containsPattern("and \\d+ more answers: query `checklist` shows them");
    }

    @Test
    void what_runs_comes_after_what_waits_and_progress_says_when_the_phase_reported_it() {
        var line = running("survey-network", "Measure the link");
        var checklist = checklist(List.of(gate("go-live")), List.of(line));

        assertThat(CurrentDetails.text(checklist, Situation.none(), null, NOW.minusSeconds(60)))
                .contains("deployment-day: 0 of 1 steps over at 08:59 UTC\n")
                .contains("""
                        ```

                        **Running**

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

        var most = text(waiting);
        var cut = CurrentDetails.text(
                checklist(List.of(), running, List.of(refused), List.of()), Situation.none(), null, null);

        assertThat(utf8(most)).hasSizeLessThan(3_900);
        assertThat(most).containsPattern("and \\d+ more: query `checklist` shows them");
        assertThat(utf8(cut)).hasSizeLessThan(3_900);
        assertThat(cut)
                .endsWith("\n…")
                .as("no letter is cut in half")
                .isEqualTo(new String(utf8(cut), StandardCharsets.UTF_8));
    }

    private static String text(List<Checklist.WaitingItem> waiting) {
        return CurrentDetails.text(checklist(waiting), Situation.none(), null, null);
    }

    private static Checklist.WaitingItem step(String id) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("step", id);
        payload.put("by", "…");
        return new Checklist.WaitingItem(
                "step",
                id,
                "Title",
                List.of("operator"),
                NOW,
                null,
                1,
                List.of("DONE", "FAILED", "NOT_NEEDED"),
                new Checklist.ProposedMessage("complete", payload),
                null);
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
        return checklist(waiting, steps, List.of(), List.of());
    }

    private static Checklist checklist(
            List<Checklist.WaitingItem> waiting,
            List<Checklist.Line> steps,
            List<RefusedMessage> refused,
            List<LoggedIncident> incidents) {
        return new Checklist(
                "d",
                "production",
                "v1.0.0",
                "v0.9.0",
                PhaseName.DEPLOYMENT_DAY,
                "WAITING_FOR_PEOPLE",
                NOW,
                NOW.minusSeconds(900),
                null,
                waiting,
                steps,
                refused,
                incidents);
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
                NOW.plusSeconds(900),
                1,
                List.of("GO", "NO_GO"),
                new Checklist.ProposedMessage("decide", payload),
                "smoke-test: All smoke tests passed; NO_GO: all changes are rolled back");
    }
}
