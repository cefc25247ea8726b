package norn.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** From the sending of a decision to {@code Deployment} until the step that waited for it begins. */
final class Latency implements Measurement {
    private static final int WARM_UP = 30;
    private static final int PAIRS = 60;
    private static final int DEPLOYMENTS = 4;
    /** People answer after a while: the machine is idle then. */
    private static final Duration THINKING = Duration.ofMillis(100);

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        var updates = new ArrayList<Double>();
        var signals = new ArrayList<Double>();
        try (var site = Site.open(home)) {
            answer(site.deploy(Books.asked(WARM_UP)), WARM_UP, new ArrayList<>(), new ArrayList<>());
            for (var i = 1; i <= DEPLOYMENTS; i++) {
                progress.accept("deployment %d of %d".formatted(i, DEPLOYMENTS));
                answer(site.deploy(Books.asked(PAIRS)), PAIRS, updates, signals);
            }
        }
        return List.of(
                figure("update", new Samples(updates)),
                middle("update", new Samples(updates)),
                figure("signal", new Samples(signals)),
                middle("signal", new Samples(signals)));
    }

    /** Answers every gate, by update and by signal in turn. */
    private static void answer(Trial trial, int pairs, List<Double> updates, List<Double> signals) {
        for (var i = 1; i <= pairs; i++) {
            var gate = "ask-" + i;
            trial.awaitWaiting(gate);
            Pause.of(THINKING);
            var decision = Map.of("gate", gate, "verdict", "GO", "by", "alice");
            var byUpdate = i % 2 == 0;
            var sent = System.nanoTime();
            if (byUpdate) trial.update("decide", decision);
            else trial.signal("decide", decision);
            (byUpdate ? updates : signals).add((trial.startOf("do-" + i) - sent) / 1e6);
        }
        trial.awaitSuccess();
    }

    private static Figure figure(String kind, Samples samples) {
        return Figure.atMost(
                100,
                "decision (%s) to next step, 95th percentile".formatted(kind),
                samples.percentile(95),
                "ms",
                "n=%d, most %.0f ms; one process sends and works".formatted(samples.count(), samples.most()));
    }

    private static Figure middle(String kind, Samples samples) {
        return Figure.plain("decision (%s) to next step, median".formatted(kind), samples.median(), "ms", "");
    }
}
