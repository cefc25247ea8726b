package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import norn.report.Checklist.AskedFor;
import norn.report.Checklist.ProposedMessage;
import norn.report.Checklist.WaitingItem;
import org.junit.jupiter.api.Test;

class QuestionTest {
    @Test
    void it_says_which_of_how_many_it_is() {
        assertThat(question().prompt().lines().toList())
                .contains(
                        "question 3 of 12: step survey (operator): Ask the players",
                        "  - everybody was asked",
                        "  - positive: in %");
    }

    @Test
    void a_cancel_at_any_prompt_begins_the_answer_anew() {
        var question = question();
        assertThat(question.takeBack()).isFalse();

        for (var answers : List.of(List.of("d"), List.of("d", "97"), List.of("n"), List.of("n", "no players"))) {
            answers.forEach(answer -> assertThat(question.read(answer)).isNull());
            assertThat(question.choices()).contains("cancel");
            assertThat(question.takeBack()).isTrue();
            assertThat(question.missing()).isEqualTo("choice");
        }
        assertThat(question.takeBack()).isFalse();
    }

    @Test
    void it_says_what_a_value_may_be() {
        var question = question();
        question.read("DONE");

        assertThat(question.choices()).isEqualTo("  positive?  (per cent, 0 to 100; cancel: back)");
    }

    private static Question question() {
        var values = new LinkedHashMap<String, Object>();
        values.put("positive", null);
        var payload = new LinkedHashMap<String, Object>();
        payload.put("step", "survey");
        payload.put("values", values);
        var item = new WaitingItem(
                "step",
                "survey",
                "Ask the players",
                List.of("operator"),
                Instant.EPOCH,
                null,
                1,
                List.of("DONE", "FAILED", "NOT_NEEDED"),
                new ProposedMessage("complete", payload),
                "everybody was asked; positive: in %",
                List.of(new AskedFor("positive", "in %", "per cent, 0 to 100")));
        return new Question(item, 3, 12, null);
    }
}
