package norn.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** What Norn adds to a step: steps that do nothing, through Norn and through a bare worker, in turns on one server. */
final class Overhead implements Measurement {
    private static final int STEPS = 25;
    /** About as many as the built-in runbook has; at the end of each, a phase reports to its deployment where it stands. */
    private static final int STEPS_PER_SECTION = 5;

    private static final int WARM_UP = 5;
    private static final int ROUNDS = 30;

    private final List<Round> rounds = new ArrayList<>();

    /** Milliseconds per step. */
    private record Round(double bare, double oneSection, double sections) {}

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        try (var stack = BenchmarkStack.open(home);
                var plain = TemporalBaseline.start(stack.connection().client())) {
            for (var round = 1 - WARM_UP; round <= ROUNDS; round++) {
                if (round > 0 && round % 10 == 0) {
                    progress.accept("round %d of %d".formatted(round, ROUNDS));
                }
                var measured =
                        new Round(plain.millisPerStep(STEPS), norn(stack, STEPS), norn(stack, STEPS_PER_SECTION));
                if (round > 0) {
                    rounds.add(measured);
                }
            }
        }
        var how = "%d steps in sequence, %d rounds in turns".formatted(STEPS, ROUNDS);
        return List.of(
                ratio(
                        "a step of one section against a plain activity",
                        round -> round.oneSection() / round.bare(),
                        how),
                ratio(
                        "a step of sections of %d against a plain activity".formatted(STEPS_PER_SECTION),
                        round -> round.sections() / round.bare(),
                        "the same; each section's end is reported"),
                millis("a plain activity", Round::bare),
                millis("a step of one section", Round::oneSection),
                millis("a step of sections of %d".formatted(STEPS_PER_SECTION), Round::sections));
    }

    /** From the first step's begin to the last one's, so that plan and end do not count. */
    private static double norn(BenchmarkStack stack, int stepsPerSection) {
        var deployment = stack.deploy(BenchmarkRunbooks.sequence(STEPS, stepsPerSection));
        deployment.awaitSuccess();
        return (deployment.startOf("do-" + STEPS) - deployment.startOf("do-1")) / 1e6 / (STEPS - 1);
    }

    private Figure ratio(String figure, ToDoubleFunction<Round> ratio, String how) {
        var samples = samples(ratio);
        return Figure.atMost(
                1.2,
                figure,
                samples.median(),
                "times",
                "%s; median, half of them %.2f to %.2f".formatted(how, samples.percentile(25), samples.percentile(75)));
    }

    private Figure millis(String figure, ToDoubleFunction<Round> millis) {
        return Figure.plain(figure, samples(millis).median(), "ms", "");
    }

    private Samples samples(ToDoubleFunction<Round> value) {
        return new Samples(rounds.stream().mapToDouble(value).boxed().toList());
    }
}
