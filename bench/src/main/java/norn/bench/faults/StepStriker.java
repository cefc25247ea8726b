package norn.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import norn.bench.Sleep;
import norn.report.Checklist;
import norn.state.StepState;

/** Strikes once at each of some steps, a drawn moment after the step has begun. */
final class StepStriker implements Tally.FaultStriker {
    private static final int MOST_MILLIS = 600;

    private final List<String> left;
    private final List<String> struck = new ArrayList<>();
    private final List<Instant> instants = new ArrayList<>();
    private final Random random;
    private final Runnable fault;

    private StepStriker(List<String> steps, Random random, Runnable fault) {
        left = new ArrayList<>(steps);
        this.random = random;
        this.fault = fault;
    }

    /** At so many of the steps, drawn by the seed. */
    static StepStriker drawn(List<String> steps, int count, long seed, Runnable fault) {
        var random = Draw.random(seed);
        var shuffled = new ArrayList<>(steps);
        Collections.shuffle(shuffled, random);
        return new StepStriker(shuffled.subList(0, Math.min(count, shuffled.size())), random, fault);
    }

    @Override
    public void accept(Checklist checklist) {
        for (var step : checklist.steps()) {
            if (left.contains(step.id()) && (step.state() == StepState.RUNNING || step.state() == StepState.DONE)) {
                left.remove(step.id());
                Sleep.of(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
                instants.add(Instant.now());
                struck.add(step.id());
                fault.run();
                return;
            }
        }
    }

    @Override
    public List<Instant> instants() {
        return instants;
    }

    @Override
    public String toString() {
        return "struck at " + struck;
    }
}
