package norn.sessions;

import java.time.Duration;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.exec.Poller;
import norn.plan.Count;
import norn.plan.Order;
import norn.runbook.Durations;
import norn.state.Evidence;

/** Counts the sessions, and waits for the first ones where the step says so. */
final class CountSessions {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var minimum = options.number("minimum").orElse(0.0).intValue();
        var timeout = options.duration("timeout").orElse(DEFAULT_TIMEOUT);
        var commands = new SessionCommands(attempt);
        var sessions = Poller.of(attempt, SessionCommands.POLL)
                .await(timeout, commands::count, count -> count >= minimum, count -> Count.of(count, "session"));
        if (sessions < minimum) {
            throw new ActionFailed(
                    "TooFewSessions",
                    "%s after %s instead of at least %d"
                            .formatted(Count.of(sessions, "session"), Durations.text(timeout), minimum),
                    "Check that maintenance mode is off and that users can log in, then RETRY.",
                    true);
        }
        return attempt.evidence().value("sessions", sessions).done(Count.of(sessions, "session"));
    }
}
