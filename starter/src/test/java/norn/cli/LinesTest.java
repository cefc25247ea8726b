package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import norn.cli.terminal.Lines;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void a_line_that_is_too_long_is_cut_with_a_mark() {
        assertThat(Lines.cut("twenty characters ok", 20)).isEqualTo("twenty characters ok");
        assertThat(Lines.cut("twenty characters and", 20)).isEqualTo("twenty characters a…");
    }

    @Test
    void a_line_is_broken_between_words_and_goes_on_a_bit_further_in() {
        assertThat(Lines.wrapped("  the schema is as it was, and no row is missing", 24))
                .containsExactly("  the schema is as it", "    was, and no row is", "    missing");
    }

    @Test
    void a_word_that_is_longer_than_the_line_is_broken_anywhere() {
        assertThat(Lines.wrapped("x".repeat(45), 20))
                .containsExactly("x".repeat(20), "  " + "x".repeat(18), "  " + "x".repeat(7));
    }
}
