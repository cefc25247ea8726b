package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import norn.bench.Figure;
import norn.catalog.Catalog;
import norn.cli.environment.EnvironmentProblems;
import norn.files.FileTrees;
import norn.plan.Problem;
import norn.rehearsal.MutatedText;
import norn.yaml.InvalidConfiguration;

/** Files of the built-in runbook, and the rehearsal's environment, with one mistake each, read by what {@code check} reads them with. */
final class BrokenFiles implements FaultTrial {
    private static final int TIMES = 250;
    private static final Duration HANGS = Duration.ofSeconds(20);
    private static final Pattern PLACE = Pattern.compile("\\S+\\.(yaml|tsv)(:\\d+){1,2}(  .+)?", Pattern.DOTALL);
    /** What is wrong with two places, of which the one before it names the first. */
    private static final String AND = "and";

    private int read;
    private int refused;
    private final List<String> crashes = new ArrayList<>();
    private final List<String> hangs = new ArrayList<>();
    private final List<String> unplaced = new ArrayList<>();
    private double slowest;

    /** What reads the files of a folder, and says what is wrong with them. */
    private interface Reader {
        List<Problem> problems(Path folder);
    }

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var folder = stack.home().path().resolve("broken-files");
        var environment = Path.of("environments", FaultStack.ENVIRONMENT + ".yaml");
        for (var seed : draw.all()) {
            for (var i = 0; i < TIMES; i++) {
                var number = seed * TIMES + i;
                tried(draw, number, folder, Catalog.builtInFiles(Catalog.DEFAULT), BrokenFiles::ofRunbook);
                tried(
                        draw,
                        number,
                        folder,
                        Map.of(
                                environment.toString(),
                                text(stack.home().config().resolve(environment))),
                        broken -> EnvironmentProblems.of(broken, FaultStack.ENVIRONMENT));
            }
            draw.said("seed %d: %d files so far, %d refused, crashes %s, hangs %s, without a place %s"
                    .formatted(seed, read, refused, crashes, hangs, unplaced));
        }
        FileTrees.delete(folder);
        var how = "%d files of runbooks and as many environments, %d refused".formatted(read / 2, refused);
        return List.of(
                Figure.atLeast(read / 4.0, "files with a mistake that were refused", refused, "", how),
                Figure.atMost(0, "crashes", crashes.size(), "", how),
                Figure.atMost(0, "hangs", hangs.size(), "", "over %d s".formatted(HANGS.toSeconds())),
                Figure.atMost(0, "errors that do not name file and line", unplaced.size(), "", ""),
                Figure.plain("read or refused, worst", slowest, "s", ""));
    }

    private static List<Problem> ofRunbook(Path folder) {
        try {
            new Catalog(null, Map.of()).file(folder.resolve("runbook.yaml"));
            return List.of();
        } catch (InvalidConfiguration invalid) {
            return invalid.problems();
        }
    }

    private void tried(Draw draw, long number, Path folder, Map<String, String> files, Reader reader) {
        var random = Draw.random(number);
        var names = new ArrayList<>(files.keySet());
        var name = names.get(random.nextInt(names.size()));
        write(folder, files, name, random);
        read++;
        var what = "%d, %s".formatted(number, name);
        var task = new FutureTask<>(() -> reader.problems(folder));
        var thread = new Thread(task, "reads " + name);
        thread.setDaemon(true);
        var begin = Instant.now();
        thread.start();
        try {
            var problems = task.get(HANGS.toSeconds(), TimeUnit.SECONDS);
            refused += problems.isEmpty() ? 0 : 1;
            problems.stream()
                    .map(Problem::where)
                    .filter(where -> !where.equals(AND) && !PLACE.matcher(where).matches())
                    .findFirst()
                    .ifPresent(where -> unplaced.add("%s: %s".formatted(what, where)));
        } catch (ExecutionException crash) {
            crashes.add("%s: %s".formatted(what, crash.getCause()));
        } catch (TimeoutException hangs) {
            this.hangs.add(what);
            draw.said(what + ": hangs");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
        slowest = Math.max(slowest, Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    }

    private static void write(Path folder, Map<String, String> files, String mutated, Random random) {
        FileTrees.delete(folder);
        var texts = new LinkedHashMap<>(files);
        texts.computeIfPresent(mutated, (name, text) -> MutatedText.of(text, random));
        texts.forEach((name, text) -> {
            var file = folder.resolve(name);
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
