package norn.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import norn.cli.follow.HostStateText.Missing;
import norn.cli.terminal.Style;
import norn.fingerprint.HostState;
import org.junit.jupiter.api.Test;

class HostStateTextTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private static final HostState HALF_CHANGED = new HostState(
            "production",
            "v1.0.0",
            "d",
            HostState.Users.OUT,
            NOON.minusSeconds(600),
            new HostState.Unfinished("d", "v0.9.0"));

    @Test
    void with_a_server_the_rollback_is_a_workflow() {
        assertThat(lines(Missing.NOTHING))
                .containsExactly(
                        "production  no deployment runs",
                        "  active          v1.0.0",
                        "  users           out: maintenance mode is on since 11:50 UTC (10 min ago)",
                        "  left by         d: it began to change the environment, and neither let users in nor was rolled back",
                        "  look            norn rollback production --plan",
                        "  restore v0.9.0  norn rollback production --reason TEXT --by NAME");
    }

    /** A command that needs what is gone is no remedy. */
    @Test
    void without_a_server_or_a_worker_it_needs_neither() {
        assertThat(lines(Missing.SERVER))
                .endsWith(
                        "  first           start the server again: a deployment that still runs continues",
                        "  restore v0.9.0  norn rollback production --local --reason TEXT --by NAME");
        assertThat(lines(Missing.WORKER))
                .endsWith(
                        "  first           start a worker again: a deployment that still runs continues",
                        "  restore v0.9.0  norn rollback production --local --reason TEXT --by NAME");
    }

    private static List<String> lines(Missing missing) {
        return new HostStateText(new Style(false), 120, missing).of(HALF_CHANGED, "no deployment runs", NOON);
    }
}
