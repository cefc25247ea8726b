package norn.bench.faults;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import norn.bench.Figure;
import norn.local.rehearsal.SimulatedAnswers.SimulatedChoice;
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
        day(seed, choice -> choice, striker, striker);
    }

    /**
     * The same, where people choose what {@code override} says.
     *
     * @param observer sees each checklist, and lets the striker do so
     */
    void day(long seed, UnaryOperator<SimulatedChoice> override, FaultStriker striker, Consumer<Checklist> observer) {
        var before = stack.witnesses().counted();
        var end = stack.dayAndBack("%s-%d".formatted(name, seed), override, observer);
        var counted = stack.witnesses().since(before);
        expected.forEach((what, times) -> {
            twice += (int) Math.max(0, counted.getOrDefault(what, 0L) - times);
            lost += (int) Math.max(0, times - counted.getOrDefault(what, 0L));
        });
        days++;
        faults += striker.instants().size();
        var seconds = recoveries(end, striker.instants());
        recoveries.addAll(seconds);
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
                        seconds));
    }

    /** From each fault to the next thing that begins or ends; not of a fault that was followed by the next one before that. */
    private static List<Double> recoveries(DayEnd end, List<Instant> faults) {
        var seconds = new ArrayList<Double>();
        for (var i = 0; i < faults.size(); i++) {
            var recovery = end.secondsToNext(faults.get(i));
            var undisturbed = i + 1 == faults.size()
                    || faults.get(i).plusMillis((long) (recovery * 1000)).isBefore(faults.get(i + 1));
            if (undisturbed) {
                seconds.add(recovery);
            }
        }
        return seconds;
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
