package norn.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import norn.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;

class FaultsMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_names_every_row() {
        assertThat(typed("--help")).isZero();

        for (var row : FaultRow.values()) {
            assertThat(out.toString(StandardCharsets.UTF_8)).contains(row.line());
        }
    }

    @Test
    void a_row_that_does_not_exist_is_a_usage_error_that_names_those_that_do() {
        assertThat(typed("99")).isEqualTo(64);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("99: no such row")
                .contains("[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16, 18, 19, 20]");
    }

    @Test
    void the_same_seed_draws_the_same_steps() {
        var random = Draw.random(7).nextLong();

        assertThat(Draw.random(7).nextLong()).isEqualTo(random);
        assertThat(Draw.random(8).nextLong()).isNotEqualTo(random);
        assertThat(new Draw(3, 5, line -> {}).all()).containsExactly(5L, 6L, 7L);
    }

    private int typed(String... words) {
        return FaultsMain.commandLine(Terminal.piped(printing(out), printing(err)))
                .execute(words);
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
