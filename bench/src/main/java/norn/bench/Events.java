package norn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import norn.runbook.Runbook;

/** What a step costs in history events, the deployment's and its phase's together: differences between runs. */
final class Events implements Measurement {
    private static final int FEW = 5;
    private static final int MORE = 20;

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        try (var site = Site.open(home)) {
            progress.accept("automatic steps");
            var lone = (ended(site, Books.sequence(FEW + MORE, FEW + MORE)) - ended(site, Books.sequence(FEW, FEW)));
            var parallel = ended(site, Books.parallel(FEW + MORE)) - ended(site, Books.parallel(FEW));
            progress.accept("waiting and answers");
            var waiting = waiting(site, FEW + MORE) - waiting(site, FEW);
            var answers = answers(site, MORE);
            var how = "%d more steps in a run of its own".formatted(MORE);
            return List.of(
                    Figure.atMost(6, "a lone automatic step", lone / (double) MORE, "", how),
                    Figure.below(6, "one of parallel steps", parallel / (double) MORE, "", how),
                    Figure.atMost(0, "a step that waits", waiting / (double) MORE, "", how),
                    Figure.atMost(
                            15,
                            "an answer through Deployment",
                            answers / (double) MORE,
                            "",
                            "%d updates, each after quiet".formatted(MORE)));
        }
    }

    private static int ended(Site site, Runbook book) {
        var trial = site.deploy(book);
        trial.awaitSuccess();
        return trial.events();
    }

    private static int waiting(Site site, int steps) {
        var trial = site.deploy(Books.waiting(steps)).awaitWaiting(steps);
        var events = trial.events();
        trial.terminate();
        return events;
    }

    private static int answers(Site site, int answers) {
        var trial = site.deploy(Books.waiting(answers + 1)).awaitWaiting(answers + 1);
        var before = trial.events();
        for (var i = 1; i <= answers; i++) {
            trial.update("complete", Map.of("step", "attest-" + i, "by", "bob"));
            trial.awaitWaiting(answers + 1 - i);
            trial.events();
        }
        var after = trial.events();
        trial.terminate();
        return after - before;
    }
}
