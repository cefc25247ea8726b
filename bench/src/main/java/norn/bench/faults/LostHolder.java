package norn.bench.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import norn.bench.Figure;
import norn.bench.Sleep;
import norn.client.Runs;
import norn.client.StartRequest;

/** The run that holds the environment terminated while a step of it works; a rollback that a person starts takes its place. */
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

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var notBack = 0;
        var late = 0;
        var blocked = 0;
        for (var seed : draw.all()) {
            var id = "lost-holder-" + seed;
            stack.startDay(id);
            var striker = StepStriker.drawn(
                    STEPS, 1, seed, () -> stack.connection().workflow(id).terminate("somebody in a hurry"));
            stack.follow(id, choice -> choice, striker);
            var rollback = id + "-rollback";
            Runs.start(
                    stack.connection(),
                    rollback,
                    StartRequest.rollback(FaultStack.ENVIRONMENT, "the day was terminated")
                            .by("alice"));
            var end = stack.follow(rollback, choice -> choice, checklist -> {});
            stack.close(rollback);
            notBack += end.isBack() ? 0 : 1;
            var proven = stack.witnesses().counted();
            Sleep.of(LATE);
            var after = stack.witnesses().since(proven);
            late += after.values().stream().anyMatch(count -> count != 0) || !servesOld(stack) ? 1 : 0;
            blocked += isBlocked(stack, id + "-next") ? 1 : 0;
            draw.said("seed %d: %s, then %s; afterwards %s"
                    .formatted(seed, striker, end.ending().status(), after));
        }
        var how = draw.seeds() + " holders";
        return List.of(
                Figure.atMost(0, "rollbacks without their proof", notBack, "", how),
                Figure.atMost(
                        0, "acts of the old run after the proof", late, "", LATE.toSeconds() + " s watched each time"),
                Figure.atMost(0, "next deployments that could not begin", blocked, "", how));
    }

    private static boolean servesOld(FaultStack stack) {
        var description = stack.rehearsal().sandbox().description();
        try {
            return description.active().toRealPath().endsWith(description.oldRelease());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether the next day cannot begin; it is abandoned before its first change. */
    private static boolean isBlocked(FaultStack stack, String id) {
        stack.startDay(id);
        stack.answerUntil(id, "shut-down");
        stack.abandon(id);
        return !stack.checklist(id).status().equals("ABANDONED");
    }
}
