package norn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import norn.runbook.Runbook;

/** What a step costs in history events, the deployment's and its phase's together: differences between runs. */
final class HistoryEvents implements Measurement {
    private static final int FEW_STEPS = 5;
    private static final int MORE_STEPS = 20;

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        try (var stack = BenchmarkStack.open(home)) {
            progress.accept("automatic steps");
            var single = (ended(stack, BenchmarkRunbooks.sequence(FEW_STEPS + MORE_STEPS, FEW_STEPS + MORE_STEPS))
                    - ended(stack, BenchmarkRunbooks.sequence(FEW_STEPS, FEW_STEPS)));
            var parallel = ended(stack, BenchmarkRunbooks.parallel(FEW_STEPS + MORE_STEPS))
                    - ended(stack, BenchmarkRunbooks.parallel(FEW_STEPS));
            progress.accept("waiting and answers");
            var waiting = waiting(stack, FEW_STEPS + MORE_STEPS) - waiting(stack, FEW_STEPS);
            var answers = answers(stack, MORE_STEPS);
            var how = "%d more steps in a run of its own".formatted(MORE_STEPS);
            return List.of(
                    Figure.atMost(6, "a single automatic step", single / (double) MORE_STEPS, "", how),
                    Figure.below(6, "one of parallel steps", parallel / (double) MORE_STEPS, "", how),
                    Figure.atMost(0, "a step that waits", waiting / (double) MORE_STEPS, "", how),
                    Figure.atMost(
                            15,
                            "an answer through Deployment",
                            answers / (double) MORE_STEPS,
                            "",
                            "%d updates, each after quiet".formatted(MORE_STEPS)));
        }
    }

    private static int ended(BenchmarkStack stack, Runbook runbook) {
        var deployment = stack.deploy(runbook);
        deployment.awaitSuccess();
        return deployment.events();
    }

    private static int waiting(BenchmarkStack stack, int steps) {
        var deployment = stack.deploy(BenchmarkRunbooks.waiting(steps)).awaitWaiting(steps);
        var events = deployment.events();
        deployment.terminate();
        return events;
    }

    private static int answers(BenchmarkStack stack, int answers) {
        var deployment = stack.deploy(BenchmarkRunbooks.waiting(answers + 1)).awaitWaiting(answers + 1);
        var before = deployment.events();
        for (var i = 1; i <= answers; i++) {
            deployment.update("complete", Map.of("step", "attest-" + i, "by", "bob"));
            deployment.awaitWaiting(answers + 1 - i);
            deployment.events();
        }
        var after = deployment.events();
        deployment.terminate();
        return after - before;
    }
}
