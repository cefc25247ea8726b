package norn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShortTextTest {
    @Test
    void a_short_text_stays_as_it_is() {
        assertThat(ShortText.of("abc", 3)).isEqualTo("abc");
        assertThat(ShortText.withoutMiddle("abc", 3)).isEqualTo("abc");
    }

    @Test
    void a_long_text_is_cut_with_an_ellipsis() {
        assertThat(ShortText.of("abcd", 3)).isEqualTo("abc…");
        assertThat(ShortText.of("ab\uD83D\uDE00", 3))
                .as("no half of a character")
                .isEqualTo("ab…");
    }

    @Test
    void a_line_has_no_breaks() {
        assertThat(ShortText.line(" a\n\n b\tc ", 3)).isEqualTo("a b…");
    }

    @Test
    void what_was_sent_is_quoted_without_control_characters_and_with_its_length() {
        assertThat(ShortText.quoted("a\u001b[1m", 10)).isEqualTo("a [1m");
        assertThat(ShortText.quoted("abcdef", 3)).isEqualTo("abc… (6 characters)");
    }

    @Test
    void a_long_line_keeps_both_ends() {
        assertThat(ShortText.withoutMiddle("0123456789", 4)).isEqualTo("01 … 89");
    }

    @Test
    void a_middle_is_cut_out_between_whole_characters() {
        var faces = "\uD83D\uDE00".repeat(9);

        for (var most = 0; most < faces.length(); most++) {
            assertThat(ShortText.withoutMiddle(faces, most).replace("\uD83D\uDE00", ""))
                    .isEqualTo(" … ");
        }
    }

    @Test
    void what_is_to_be_done_is_whole_at_every_length() {
        for (var message = 0; message <= 400; message += 20) {
            for (var length = 1; length <= 400; length += 20) {
                var what = "Failed: " + "x".repeat(message) + ". ";
                var remedy = "Fix it, " + "y".repeat(length) + ", then RETRY.";
                for (var most = 0; most <= 900; most += 100) {
                    var line = ShortText.beforeRemedy(what + remedy, remedy, most);

                    assertThat(line).startsWith("Failed: ").endsWith(remedy);
                    assertThat(line.length())
                            .isLessThanOrEqualTo(Math.max(most, remedy.length() + ShortText.LEAST_CHARACTERS) + 3);
                    if (what.length() + remedy.length() <= most) {
                        assertThat(line).isEqualTo(what + remedy);
                    }
                }
            }
        }
        assertThat(ShortText.beforeRemedy("0123456789", null, 4)).isEqualTo("01 … 89");
        assertThat(ShortText.beforeRemedy("0123456789", "else", 4)).isEqualTo("01 … 89");
    }

    @Test
    void the_nearest_words_come_first() {
        assertThat(Suggestion.nearestFirst("v1.0.1", List.of("v2.3.4", "v1.0.0", "v1.1.0")))
                .startsWith("v1.0.0");
    }
}
