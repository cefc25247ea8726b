package norn.bench.faults;

import java.time.Duration;
import java.util.List;
import norn.bench.Figure;

/** The Temporal server killed with -9 while a step of the day runs, and away for up to a minute. */
final class ServerKills implements FaultTrial {
    private static final int MOST_SECONDS_DOWN = 60;
    /** Until worker and server find each other again. */
    private static final double MOST_SECONDS_AFTER = 30;

    private static final List<String> STEPS = List.of(
            "compile-server",
            "enable-maintenance",
            "copy-database",
            "migrate-database",
            "activate",
            "start-game-servers");

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var tally = new Tally(stack, draw, "server-killed").unbroken();
        for (var seed : draw.all()) {
            var down = Duration.ofSeconds(1 + Draw.random(-seed).nextInt(MOST_SECONDS_DOWN));
            draw.said("seed %d: the server is away for %s".formatted(seed, down));
            tally.day(seed, StepStriker.drawn(STEPS, 1, seed, () -> stack.replaceServer(down)));
        }
        return tally.figures(MOST_SECONDS_DOWN + MOST_SECONDS_AFTER);
    }
}
