package norn.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import norn.bench.Figure;
import norn.bench.Sleep;
import norn.rehearsal.SandboxDescription;
import norn.report.Checklist;

/**
 * The PostgreSQL server stopped at once while a step of the day, or of its rollback, runs, and away for a while. People let what failed
 * be tried again, or, at every third seed, roll back at once.
 */
final class DatabaseCrashes implements FaultTrial {
    private static final int MOST_SECONDS_DOWN = 20;
    /** Until people are asked, and a step that failed runs again. */
    private static final double MOST_SECONDS_AFTER = 60;

    private static final int ROLLS_BACK = 3;

    private static final List<String> STEPS = List.of(
            "back-up-live",
            "stop-ai-service",
            "ensure-database",
            "copy-database",
            "migrate-database",
            "verify-migrations",
            "swap-database",
            "back-up-original",
            "restore-database");

    private final List<String> twice = new ArrayList<>();
    private final List<String> fenced = new ArrayList<>();
    private final AtomicLong applied = new AtomicLong();
    private int half;
    private int notBack;
    private int writesLost;
    private int rolledBackAtOnce;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var sandbox = stack.rehearsal().sandbox();
        var witness = new DatabaseWitness(sandbox.description().database());
        var tally = new Tally(stack, draw, "database-down").unbroken();
        var expected = migrations(sandbox.description());
        for (var seed : draw.all()) {
            var down = Duration.ofSeconds(1 + Draw.random(-seed).nextInt(MOST_SECONDS_DOWN));
            var striker = StepStriker.drawn(STEPS, 1, seed, () -> {
                sandbox.crashDatabase();
                Sleep.of(down);
                sandbox.startDatabase();
            });
            draw.said("seed %d: the database is away for %s".formatted(seed, down));
            applied.set(-1);
            if (seed % ROLLS_BACK == 0) {
                var end = stack.dayAndBack("database-down-%d".formatted(seed), checklist -> {
                    striker.accept(checklist);
                    look(checklist, witness);
                });
                rolledBackAtOnce++;
                notBack += end.isBack() && stack.witnesses().isDatabaseOpen() ? 0 : 1;
                writesLost += end.ledger().lost();
                draw.said("seed %d: %s, %s".formatted(seed, end.ending().status(), striker));
            } else {
                tally.day(seed, FaultStack.RETRY_FAILURES, striker, checklist -> {
                    striker.accept(checklist);
                    look(checklist, witness);
                });
            }
            if (applied.get() >= 0 && applied.get() != expected) {
                half++;
            }
            twice.addAll(witness.appliedTwiceOrHalf());
            fenced.addAll(witness.fenced());
            draw.said("seed %d: %d of %d migrations served at go-live; so far applied twice or half %s, fenced %s"
                    .formatted(seed, applied.get(), expected, twice, fenced));
        }
        return figures(tally);
    }

    /** Notes what serves when people are asked whether to go live. */
    private void look(Checklist checklist, DatabaseWitness witness) {
        if (applied.get() < 0 && FaultStack.isWaiting(checklist, "go-live")) {
            applied.set(witness.applied());
        }
    }

    /** As many as the new release's folder holds, which the day without faults has checked out. */
    private static long migrations(SandboxDescription description) {
        var folder = description.releases().resolve(description.newRelease()).resolve("migrations");
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sql")).count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Figure> figures(Tally tally) {
        var figures = new ArrayList<>(tally.figures(MOST_SECONDS_DOWN + MOST_SECONDS_AFTER));
        figures.add(Figure.atMost(
                0, "migrations applied twice, or in part", twice.size(), "", "history and rows of every database"));
        figures.add(Figure.atMost(0, "days that went on with some of the migrations", half, "", "counted at go-live"));
        figures.add(
                Figure.atMost(0, "databases left closed to everybody", fenced.size(), "", String.join(", ", fenced)));
        figures.add(Figure.atMost(
                0, "days not as before that were rolled back at once", notBack, "", rolledBackAtOnce + " days"));
        figures.add(Figure.atMost(0, "players' writes lost by those", writesLost, "", "by their own ledger"));
        return figures;
    }
}
