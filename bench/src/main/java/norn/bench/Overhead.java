package norn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What Norn adds to a step: steps that do nothing, through Norn and through a bare worker, in turns on one server. */
final class Overhead implements Measurement {
    private static final int STEPS = 25;
    /** About as many as the built-in runbook has. */
    private static final int STEPS_PER_SECTION = 5;

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 41;

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        var norn = new ArrayList<Double>();
        var bare = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        try (var site = Site.open(home);
                var plain = BareWorker.start(site.connection().client())) {
            for (var round = 1 - WARM_UP; round <= ROUNDS; round++) {
                if (round > 0) progress.accept("round %d of %d".formatted(round, ROUNDS));
                var withNorn = throughNorn(site);
                var without = plain.millisPerStep(STEPS);
                if (round < 1) continue;
                norn.add(withNorn);
                bare.add(without);
                ratios.add(withNorn / without);
            }
        }
        var ratio = new Samples(ratios);
        var how = "%d steps in sequence, median of %d rounds".formatted(STEPS, ROUNDS);
        return List.of(
                Figure.atMost(
                        1.2,
                        "a step through Norn against plain activities",
                        ratio.median(),
                        "times",
                        "%s in turns, %.2f to %.2f".formatted(how, ratio.least(), ratio.most())),
                Figure.plain("a step through Norn", new Samples(norn).median(), "ms", how),
                Figure.plain("a plain activity", new Samples(bare).median(), "ms", how));
    }

    /** From the first step's begin to the last one's, so that plan and end do not count. */
    private static double throughNorn(Site site) {
        var trial = site.deploy(Books.sequence(STEPS, STEPS_PER_SECTION));
        trial.awaitSuccess();
        return (trial.startOf("do-" + STEPS) - trial.startOf("do-1")) / 1e6 / (STEPS - 1);
    }
}
