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
    void the_nearest_words_come_first() {
        assertThat(Suggestion.nearestFirst("v1.0.1", List.of("v2.3.4", "v1.0.0", "v1.1.0")))
                .startsWith("v1.0.0");
    }
}
