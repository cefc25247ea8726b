package norn.sessions;

import java.time.Duration;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.exec.Poller;
import norn.plan.Count;
import norn.plan.Order;
import norn.state.Evidence;

/** Counts the players who are in, and waits for the first ones where that is asked. */
final class CountSessions {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var minimum = options.number("minimum").orElse(0.0).intValue();
        var timeout = options.duration("timeout").orElse(Duration.ofSeconds(20));
        var commands = new SessionCommands(attempt);
        var sessions = Poller.of(attempt, SessionCommands.POLL)
                .await(
                        timeout,
                        commands::count,
                        count -> count >= minimum,
                        count -> Count.of(count, "player") + " in the game");
        if (sessions < minimum) {
            throw new ActionFailed(
                    "TooFewSessions",
                    "%s in the game after %s, instead of at least %d"
                            .formatted(Count.of(sessions, "player"), timeout, minimum),
                    "Check that maintenance mode is off and that players can log in.",
                    true);
        }
        return attempt.evidence().value("sessions", sessions).done(Count.of(sessions, "player") + " in the game");
    }
}
