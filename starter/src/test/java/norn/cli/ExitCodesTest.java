package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
    @Test
    void no_command_is_a_usage_error() {
        var result = CliResult.command();

        assertThat(result).isEqualTo(new CliResult(64, "", """
                norn: a command is missing
                Usage: norn [-hV] [--verbose] COMMAND
                Try 'norn --help'.
                """));
    }

    @Test
    void a_misspelt_command_is_a_usage_error_with_a_suggestion() {
        var result = CliResult.command("depoly", "v1.0.0");

        assertThat(result).isEqualTo(new CliResult(64, "", """
                norn: depoly: no such command
                Did you mean deploy?
                Try 'norn --help'.
                """));
    }

    @Test
    void a_missing_option_is_a_usage_error() {
        var result = CliResult.command("deploy", "v1.0.0");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.err()).startsWith("norn: Missing required option: '--to=ENVIRONMENT'\n");
    }

    @Test
    void a_resolution_needs_one_choice() {
        assertThat(CliResult.command("resolve", "smoke-test").exitCode()).isEqualTo(64);
        assertThat(CliResult.command("resolve", "smoke-test", "--retry", "--skip")
                        .exitCode())
                .isEqualTo(64);
    }

    @Test
    void no_server_is_unavailable_and_says_what_to_do() throws IOException {
        var address = closedAddress();

        var result = CliResult.command("status", "--address", address);

        assertThat(result).isEqualTo(new CliResult(69, "", """
                norn: no Temporal server answers at %s
                      Start one with './norn up' (with a sandbox) or './norn server', or name another server: --address HOST:PORT.
                """.formatted(address)));
    }

    @Test
    void a_time_that_is_none_is_a_usage_error() {
        var result = CliResult.command("reschedule", "tomorrow", "--by", "alice");

        assertThat(result).isEqualTo(new CliResult(64, "", """
                norn: tomorrow: not a time
                      Expected 2026-12-01T10:00:00Z, or 2026-12-01T11:00+01:00.
                """));
    }

    @Test
    void a_rollback_needs_a_reason() {
        var result = CliResult.command("rollback", "production", "--by", "alice");

        assertThat(result).isEqualTo(new CliResult(64, "", """
                norn: a rollback needs a reason
                      Give one: --reason TEXT.
                """));
    }

    private static String closedAddress() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
