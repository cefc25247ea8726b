package norn.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import norn.bench.Figure;
import norn.report.Checklist;

/** The worker killed with -9 in days that are rolled back, and started again at once. */
final class WorkerKills implements FaultTrial {
    /** A heartbeat, and what a restart takes. */
    private static final double MOST_SECONDS = 5 + 5;

    private static final int KILLS_A_DAY = 4;
    private static final List<String> DAY = DaySteps.with(List.of("check-out"), List.of("start-dashboard"));
    private static final List<String> ROLLBACK = List.of(
            "survey-environment",
            "notify-players",
            "stop-dashboard-again",
            "stop-ai-service-again",
            "restore-database",
            "restore-code",
            "start-ai-service-again",
            "start-game-servers-again",
            "start-dashboard-again",
            "verify-fingerprint",
            "disable-maintenance-again",
            "notify-rollback");

    private final String name;
    private final List<String> steps;

    private WorkerKills(String name, List<String> steps) {
        this.name = name;
        this.steps = steps;
    }

    static WorkerKills atSteps() {
        return new WorkerKills("killed-at-step", DAY);
    }

    static WorkerKills inRollback() {
        return new WorkerKills("killed-in-rollback", ROLLBACK);
    }

    static WorkerKills atAnyMoment() {
        return new WorkerKills("killed", List.of());
    }

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var tally = new Tally(stack, draw, name).unbroken();
        for (var seed : draw.all()) {
            tally.day(
                    seed,
                    steps.isEmpty()
                            ? new AnyMoment(Draw.random(seed), stack::replaceWorker)
                            : StepStriker.drawn(steps, KILLS_A_DAY, seed, stack::replaceWorker));
        }
        return tally.figures(MOST_SECONDS);
    }

    /** Strikes some seconds after the day began, or after the last time. */
    private static final class AnyMoment implements Tally.FaultStriker {
        private static final int LEAST_MILLIS = 3_000;
        private static final int MOST_MILLIS = 12_000;

        private final List<Instant> instants = new ArrayList<>();
        private final Random random;
        private final Runnable fault;
        private Instant next;

        AnyMoment(Random random, Runnable fault) {
            this.random = random;
            this.fault = fault;
            next = drawn();
        }

        private Instant drawn() {
            return Instant.now().plus(Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS)));
        }

        @Override
        public void accept(Checklist checklist) {
            if (instants.size() < KILLS_A_DAY && Instant.now().isAfter(next)) {
                instants.add(Instant.now());
                fault.run();
                next = drawn();
            }
        }

        @Override
        public List<Instant> instants() {
            return instants;
        }

        @Override
        public String toString() {
            return "struck %d times".formatted(instants.size());
        }
    }
}
