package norn.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.limit.Limits;
import org.junit.jupiter.api.Test;

class ProgramOutputTest {
    @Test
    void what_it_printed_and_how_it_ended() {
        assertThat(ask(Duration.ofSeconds(20), "sh", "-c", "echo $WORD; echo problem >&2; exit 3"))
                .isEqualTo(new ProgramOutput(3, "said\n"));
    }

    @Test
    void more_output_than_a_pipe_holds_does_not_hold_it_up() {
        assertThat(ask(Duration.ofSeconds(20), "head", "-c", "1000000", "/dev/zero")
                        .text())
                .hasSize(1_000_000);
    }

    @Test
    void nothing_where_it_takes_too_long_or_does_not_exist() {
        assertThat(ProgramOutput.of(List.of("sleep", "69"), Map.of(), Duration.ofMillis(50)))
                .isEmpty();
        assertThat(ProgramOutput.of(List.of("no-such-program"), Map.of(), Duration.ofMillis(50)))
                .isEmpty();
    }

    @Test
    void what_prints_without_end_is_no_answer_and_fills_no_memory() {
        assertThat(ProgramOutput.of(
                        List.of("head", "-c", String.valueOf(Limits.RESULT_BYTES + 1), "/dev/zero"),
                        Map.of(),
                        Duration.ofSeconds(60)))
                .isEmpty();

        var output = new CappedOutput(4);
        output.write("abc".getBytes(UTF_8), 0, 3);
        assertThat(output.isCut()).isFalse();
        output.write("def".getBytes(UTF_8), 0, 3);
        assertThat(output.isCut()).isTrue();
        assertThat(output.text()).isEqualTo("abcd");
    }

    private static ProgramOutput ask(Duration timeout, String... words) {
        return ProgramOutput.of(List.of(words), Map.of("WORD", "said"), timeout).orElseThrow();
    }
}
