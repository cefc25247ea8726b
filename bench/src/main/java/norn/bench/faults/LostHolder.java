package norn.bench.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import norn.bench.Figure;
import norn.bench.Sleep;
import norn.client.Runs;
import norn.client.StartRequest;
import norn.run.RunIds;

/** The run that holds the environment lost while a step of it works; the old release must be back, whoever brings it. */
final class LostHolder implements FaultTrial {
    /** So long after the proof a late act of the old run would show. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final List<String> STEPS = List.of(
            "enable-maintenance",
            "stop-ai-service",
            "copy-database",
            "migrate-database",
            "activate",
            "start-game-servers");

    /** What somebody in a hurry does to the run, and how the old release comes back then. */
    private enum Loss {
        /** A rollback that a person starts takes its place. */
        TERMINATED {
            @Override
            void strike(FaultStack stack, String id) {
                stack.connection().workflow(id).terminate("somebody in a hurry");
            }

            @Override
            DayEnd bringBack(FaultStack stack, String id) {
                var rollback = id + "-rollback";
                Runs.start(
                        stack.connection(),
                        rollback,
                        StartRequest.rollback(FaultStack.ENVIRONMENT, "the day was terminated")
                                .by("alice"));
                var end = stack.follow(rollback, choice -> choice, checklist -> {});
                stack.close(rollback);
                return end;
            }
        },
        /** The run begins anew, before it had the lock, and is refused at its first gate. */
        RESET {
            @Override
            void strike(FaultStack stack, String id) {
                stack.reset(id);
            }

            @Override
            DayEnd bringBack(FaultStack stack, String id) {
                return stack.abandon(id);
            }
        },
        /** Like a NO_GO: it rolls back what it has changed. */
        CANCELLED {
            @Override
            void strike(FaultStack stack, String id) {
                stack.connection().workflow(id).cancel();
            }

            @Override
            DayEnd bringBack(FaultStack stack, String id) {
                return stack.follow(id, choice -> choice, checklist -> {});
            }
        },
        /** The day takes it anew, and goes on to its go-live, which is refused. */
        LOCK_ENDED {
            @Override
            void strike(FaultStack stack, String id) {
                stack.connection()
                        .workflow(RunIds.environmentLock(FaultStack.ENVIRONMENT))
                        .terminate("somebody in a hurry");
            }

            @Override
            DayEnd bringBack(FaultStack stack, String id) {
                return stack.follow(id, FaultStack.NO_GO_AT_GO_LIVE, checklist -> {});
            }
        };

        abstract void strike(FaultStack stack, String id);

        abstract DayEnd bringBack(FaultStack stack, String id);
    }

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var notBack = 0;
        var late = 0;
        var blocked = 0;
        var losses = 0;
        for (var seed : draw.all()) {
            for (var loss : Loss.values()) {
                losses++;
                var id = "lost-holder-%d-%s"
                        .formatted(seed, loss.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                stack.startDay(id);
                var striker = StepStriker.drawn(STEPS, 1, seed + losses, () -> loss.strike(stack, id));
                stack.answerUntilStruck(id, striker);
                var end = loss.bringBack(stack, id);
                stack.close(id);
                notBack += end.isBack() ? 0 : 1;
                var proven = stack.witnesses().counted();
                Sleep.of(LATE);
                var after = stack.witnesses().since(proven);
                late += after.values().stream().anyMatch(count -> count != 0) || !stack.servesOld() ? 1 : 0;
                blocked += stack.isBlocked(id + "-next") ? 1 : 0;
                draw.said("seed %d: %s, %s, then %s; afterwards %s"
                        .formatted(seed, loss, striker, end.ending().status(), after));
            }
        }
        var how = losses + " holders: terminated, reset, cancelled, their lock ended by hand";
        return List.of(
                Figure.atMost(0, "rollbacks without their proof", notBack, "", how),
                Figure.atMost(
                        0, "acts of the old run after the proof", late, "", LATE.toSeconds() + " s watched each time"),
                Figure.atMost(0, "next deployments that could not begin", blocked, "", how));
    }
}
