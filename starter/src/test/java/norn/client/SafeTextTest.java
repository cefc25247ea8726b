package norn.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void what_a_terminal_would_obey_is_shown_instead() {
        assertThat(SafeText.text("a\u001b[2Jb\rc\u0007d\u007fe\u009bf\u202eg")).isEqualTo("a␛[2Jb␍c␇d␡e\ufffdf\ufffdg");
    }

    @Test
    void lines_and_letters_stay() {
        assertThat(SafeText.text("één\n\tzwei 三 🚀")).isEqualTo("één\n\tzwei 三 🚀");
    }

    @Test
    void every_text_of_a_tree_is_made_so() throws Exception {
        var tree =
                new ObjectMapper().readTree("{\"by\":\"\\u001b[1m\",\"steps\":[{\"note\":\"\\u0007\"}],\"count\":3}");

        assertThat(SafeText.tree(tree)).hasToString("{\"by\":\"␛[1m\",\"steps\":[{\"note\":\"␇\"}],\"count\":3}");
    }
}
