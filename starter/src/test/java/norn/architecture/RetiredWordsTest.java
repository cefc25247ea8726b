package norn.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import norn.architecture.WorkingTree.TextFile;
import org.junit.jupiter.api.Test;

class RetiredWordsTest {
    @Test
    void no_file_holds_a_retired_word() {
        assertThat(RetiredWords.violations(WorkingTree.files())).isEmpty();
    }

    @Test
    void a_retired_word_is_found_in_names_and_in_sentences() {
        var planted = new TextFile("docs/page.md", """
            Mend it, for the door of ragnarok-ai-world was left open; norn kept lists.
            int beatsPerMinute; var leftOut = LEFT_OUT; heartbeat
            Right would be this; right, would be that\
            """);

        assertThat(RetiredWords.violations(List.of(planted)))
                .containsExactly(
                        "docs/page.md:1: mend. Expected: fix.",
                        "docs/page.md:1: door. Expected: maintenance mode.",
                        "docs/page.md:2: beats. Expected: heartbeats.",
                        "docs/page.md:2: left out. Expected: excluded.",
                        "docs/page.md:2: left out. Expected: excluded.",
                        "docs/page.md:3: right would be. Expected: expected.");
    }
}
