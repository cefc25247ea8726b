package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.report.Checklist.ProposedMessage;
import norn.report.Checklist.WaitingItem;
import org.junit.jupiter.api.Test;

class WaitingItemTextTest {
    @Test
    void a_gate_is_answered_with_go_or_no_go() {
        var gate = item("gate", "go-live", List.of("GO", "NO_GO"), Map.of());

        assertThat(WaitingItemText.command(gate, null)).isEqualTo("norn go go-live --by NAME");
        assertThat(WaitingItemText.answer(gate, null)).isEqualTo("norn go go-live --by NAME   or: no-go");
    }

    @Test
    void a_step_that_asks_for_values_names_them() {
        var step = item(
                "step",
                "survey",
                List.of("DONE", "FAILED", "NOT_NEEDED"),
                Map.of("values", Map.of("feedbackPositivePercent", "…")));

        assertThat(WaitingItemText.answer(step, null))
                .isEqualTo(
                        "norn complete survey --value feedbackPositivePercent=… --by NAME   or: --outcome failed, --outcome not-needed --note REASON");
    }

    @Test
    void a_failure_is_resolved_and_one_of_several_deployments_is_named() {
        var failure = item("failure", "build", List.of("RETRY", "SKIP", "ROLL_BACK"), Map.of());

        assertThat(WaitingItemText.answer(failure, "d-1"))
                .isEqualTo(
                        "norn resolve build --retry --by NAME --deployment d-1   or: --skip --note REASON, --roll-back");
    }

    @Test
    void below_what_went_wrong_stands_the_reason_and_below_everything_every_answer() {
        var gate = item("gate", "go-live", List.of("GO", "NO_GO"), Map.of());
        var failure = new WaitingItem(
                "failure",
                "open",
                "title",
                List.of("operator"),
                Instant.EPOCH,
                null,
                1,
                List.of("RETRY", "ROLL_BACK"),
                new ProposedMessage("message", Map.of()),
                "StaleFence: this order has fence 2. A newer rollback holds the environment.");
        var step = new WaitingItem(
                "step",
                "survey",
                "title",
                List.of("operator"),
                Instant.EPOCH,
                null,
                1,
                List.of("DONE", "FAILED"),
                new ProposedMessage("message", Map.of()),
                "one thing; another");

        assertThat(WaitingItemText.below(gate, null, false)).containsExactly("norn go go-live --by NAME   or: no-go");
        assertThat(WaitingItemText.below(failure, null, false))
                .containsExactly(
                        "- StaleFence: this order has fence 2. A newer rollback holds the environment.",
                        "norn resolve open --retry --by NAME   or: --roll-back");
        assertThat(WaitingItemText.below(step, null, false))
                .containsExactly("norn complete survey --by NAME   or: --outcome failed");
        assertThat(WaitingItemText.below(step, null, true))
                .containsExactly("- one thing", "- another", "norn complete survey --by NAME   or: --outcome failed");
    }

    private static WaitingItem item(String kind, String id, List<String> choices, Map<String, Object> payload) {
        return new WaitingItem(
                kind,
                id,
                "title",
                List.of("operator"),
                Instant.EPOCH,
                null,
                1,
                choices,
                new ProposedMessage("message", payload),
                null);
    }
}
