package norn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import norn.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_names_every_part() {
        assertThat(typed("--help")).isZero();

        for (var part : Benchmark.values()) {
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("  " + part + " ");
        }
    }

    @Test
    void a_misspelt_part_is_a_usage_error_that_names_those_that_exist() {
        assertThat(typed("latencies")).isEqualTo(64);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("latencies: no such part")
                .contains("rehearsal, latency, overhead, events, recovery, clone");
    }

    private int typed(String... words) {
        return Main.commandLine(Terminal.piped(printing(out), printing(err))).execute(words);
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
