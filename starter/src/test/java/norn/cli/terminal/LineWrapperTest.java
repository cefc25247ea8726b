package norn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineWrapperTest {
    @Test
    void a_line_that_is_too_long_is_cut_with_a_mark() {
        assertThat(LineWrapper.cut("twenty characters ok", 20)).isEqualTo("twenty characters ok");
        assertThat(LineWrapper.cut("twenty characters and", 20)).isEqualTo("twenty characters a…");
    }

    @Test
    void a_line_is_broken_between_words_and_goes_on_a_bit_further_in() {
        assertThat(LineWrapper.wrapped("  the schema is as it was, and no row is missing", 24))
                .containsExactly("  the schema is as it", "    was, and no row is", "    missing");
    }

    @Test
    void an_address_stays_whole_so_that_it_can_be_copied() {
        assertThat(LineWrapper.wrapped("at http://127.0.0.1:8233/namespaces now", 20))
                .containsExactly("at", "  http://127.0.0.1:8233/namespaces", "  now");
    }

    @Test
    void of_a_long_text_both_ends_are_shown() {
        assertThat(LineWrapper.withoutMiddle("make server failed:\n  no space left", 20))
                .isEqualTo("make serve … space left");
        assertThat(LineWrapper.withoutMiddle("short\nenough", 20)).isEqualTo("short enough");
    }
}
