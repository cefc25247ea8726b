package norn.bench.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import norn.bench.Figure;
import norn.report.Checklist;

/** What the days of one row come to, counted against a day in which nothing went wrong. */
final class Tally {
    private final FaultStack stack;
    private final Draw draw;
    private final String name;
    private final Map<String, Long> expected = new LinkedHashMap<>();
    private final List<Double> recoveries = new ArrayList<>();
    private int days;
    private int faults;
    private int twice;
    private int lost;
    private int writesLost;
    private int notBack;

    Tally(FaultStack stack, Draw draw, String name) {
        this.stack = stack;
        this.draw = draw;
        this.name = name;
    }

    /** Lives through a day in which nothing goes wrong. */
    Tally unbroken() {
        var before = stack.witnesses().counted();
        var end = stack.dayAndBack(name + "-unbroken", checklist -> {});
        if (!end.isBack()) {
            throw new IllegalStateException("a day without faults ended %s".formatted(end.ending()));
        }
        expected.putAll(stack.witnesses().since(before));
        draw.said("unbroken: %s".formatted(expected));
        return this;
    }

    /** Lives through a day with faults of that kind, and counts. */
    void day(long seed, FaultStriker striker) {
        var before = stack.witnesses().counted();
        var end = stack.dayAndBack("%s-%d".formatted(name, seed), striker);
        var counted = stack.witnesses().since(before);
        expected.forEach((what, times) -> {
            twice += (int) Math.max(0, counted.getOrDefault(what, 0L) - times);
            lost += (int) Math.max(0, times - counted.getOrDefault(what, 0L));
        });
        days++;
        faults += striker.instants().size();
        striker.instants().stream().map(end::secondsToNext).forEach(recoveries::add);
        writesLost += end.ledger().lost();
        if (!end.isBack() || !stack.witnesses().isDatabaseOpen()) {
            notBack++;
        }
        draw.said("seed %d: %s, %s, %d of %d writes lost, counted %s, began again after %s s"
                .formatted(
                        seed,
                        end.ending().status(),
                        striker,
                        end.ledger().lost(),
                        end.ledger().total(),
                        counted,
                        striker.instants().stream().map(end::secondsToNext).toList()));
    }

    List<Figure> figures(double mostSeconds) {
        var how = "%d faults in %d days, each rolled back at its go-live".formatted(faults, days);
        return List.of(
                Figure.atLeast(1, "faults that struck", faults, "", ""),
                Figure.atMost(0, "done twice: starts of services, announcements", twice, "", how),
                Figure.atMost(0, "not done at all", lost, "", "against a day without faults"),
                Figure.atMost(0, "players' writes lost", writesLost, "", "by their own ledger"),
                Figure.atMost(
                        0, "days that did not end as before", notBack, "", "fingerprint, database open to its owner"),
                Figure.atMost(
                        mostSeconds,
                        "fault to the next thing that begins or ends, worst",
                        recoveries.stream()
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(0),
                        "s",
                        ""));
    }

    /** What strikes a day, and when it did. */
    interface FaultStriker extends Consumer<Checklist> {
        List<Instant> instants();
    }
}
