package norn.sessions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.exec.ProgramOutput;
import norn.state.Finding;

/**
 * A command that says, best from outside, whether users are shut out: exit code 0 where they are, 1 where they are let in; any other is
 * unknown.
 */
record MaintenanceStatus(List<String> command) {
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Refuses a program of the active release. */
    static void requireOutside(List<String> command) {
        var program = command.get(0);
        if (program.contains("/") && !program.startsWith("/")) {
            throw new IllegalArgumentException(
                    "%s: is relative to a release, which may be the one that fails. Expected: a path that begins with /"
                            .formatted(program));
        }
    }

    /** What it says now. */
    Finding ask() {
        return ProgramOutput.of(command, Map.of(), TIMEOUT)
                .map(answer -> switch (answer.exitCode()) {
                    case 0 -> Finding.YES;
                    case 1 -> Finding.NO;
                    default -> Finding.UNKNOWN;
                })
                .orElse(Finding.UNKNOWN);
    }

    /** What it says once that is as wanted, or the time is over: servers may take a while to read their settings again. */
    Finding await(boolean enabled, Duration timeout, Attempt attempt) throws InterruptedException {
        return Poller.of(attempt, POLL)
                .await(
                        timeout,
                        this::ask,
                        found -> found == Finding.of(enabled),
                        found -> "waiting until users are " + (enabled ? "shut out" : "let in"));
    }
}
