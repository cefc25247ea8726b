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
    private static final Duration THINK_TIME = Duration.ofMillis(100);

    private final List<Double> updates = new ArrayList<>();
    private final List<Double> signals = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        try (var stack = BenchmarkStack.open(home);
                var plain = TemporalBaseline.start(stack.connection().client())) {
            answer(stack.deploy(BenchmarkRunbooks.asked(WARM_UP)), WARM_UP, plain);
            List.of(updates, signals, bare).forEach(List::clear);
            for (var i = 1; i <= DEPLOYMENTS; i++) {
                progress.accept("deployment %d of %d".formatted(i, DEPLOYMENTS));
                answer(stack.deploy(BenchmarkRunbooks.asked(PAIRS)), PAIRS, plain);
            }
        }
        return List.of(
                figure("update", new Samples(updates)),
                median("update", new Samples(updates)),
                figure("signal", new Samples(signals)),
                median("signal", new Samples(signals)),
                Figure.plain(
                        "update of a bare workflow to its activity, 95th percentile",
                        new Samples(bare).percentile(95),
                        "ms",
                        "n=%d, in turns with the decisions".formatted(bare.size())),
                Figure.plain(
                        "update of a bare workflow to its activity, median", new Samples(bare).median(), "ms", ""));
    }

    /** Answers every gate, by update and by signal in turn, and each time a workflow without Norn as well. */
    private void answer(BenchmarkDeployment deployment, int pairs, TemporalBaseline plain) {
        for (var i = 1; i <= pairs; i++) {
            var gate = "ask-" + i;
            deployment.awaitWaiting(gate);
            Sleep.of(THINK_TIME);
            var decision = Map.of("gate", gate, "verdict", "GO", "by", "alice");
            var byUpdate = i % 2 == 0;
            var sent = System.nanoTime();
            if (byUpdate) {
                deployment.update("decide", decision);
            } else {
                deployment.signal("decide", decision);
            }
            (byUpdate ? updates : signals).add((deployment.startOf("do-" + i) - sent) / 1e6);
            Sleep.of(THINK_TIME);
            bare.add(plain.millisToAnswer());
        }
        deployment.awaitSuccess();
    }

    private static Figure figure(String kind, Samples samples) {
        return Figure.atMost(
                100,
                "decision (%s) to next step, 95th percentile".formatted(kind),
                samples.percentile(95),
                "ms",
                "n=%d, most %.0f ms; one process sends and works".formatted(samples.count(), samples.max()));
    }

    private static Figure median(String kind, Samples samples) {
        return Figure.plain("decision (%s) to next step, median".formatted(kind), samples.median(), "ms", "");
    }
}
