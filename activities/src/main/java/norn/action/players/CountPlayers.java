package norn.action.players;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Options;
import norn.journal.Evidence;
import norn.plan.Count;
import norn.plan.Order;

/** Counts the players who are in, and waits for the first ones where that is asked. */
final class CountPlayers {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var options = Options.of(order);
        var least = options.number("least").orElse(0.0).intValue();
        var within = options.duration("within").orElse(Duration.ofSeconds(20));
        var commands = new PlayerCommands(attempt);
        var until = System.nanoTime() + within.toNanos();
        while (true) {
            var sessions = commands.sessions();
            if (sessions >= least)
                return attempt.evidence()
                        .value("sessions", sessions)
                        .done(Count.of(sessions, "player") + " in the game");
            if (System.nanoTime() > until)
                throw new ActionFailed(
                        "TooFewPlayers",
                        "%s in the game after %s, instead of at least %d"
                                .formatted(Count.of(sessions, "player"), within, least),
                        "Look whether the door is open and players can log in.",
                        true);
            attempt.beat(Count.of(sessions, "player") + " in the game");
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }
}
