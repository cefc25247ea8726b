package norn.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowException;
import java.util.List;
import java.util.Map;
import norn.bench.Figure;

/** More than a run can hold, sent to a day that waits at its first gate: one message of 3 MB, and bursts of smaller ones. */
final class HugeMessages implements FaultTrial {
    private static final int HUGE = 3_000_000;
    private static final int BURST = 120;
    private static final double MEGABYTE = 1_000_000;

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var accepted = 0;
        var ended = 0;
        var workersLost = 0;
        var bytes = 0L;
        for (var seed : draw.all()) {
            var id = "huge-" + seed;
            var random = Draw.random(seed);
            stack.startDay(id);
            stack.awaitWaiting(id, "start-day");
            accepted += isAccepted(stack, id, HUGE) ? 1 : 0;
            for (var i = 0; i < BURST; i++) {
                stack.connection().workflow(id).signal("incident", incident(i, 1_000 + random.nextInt(60_000)));
            }
            ended += goesOn(stack, id) ? 0 : 1;
            workersLost += stack.rehearsal().worker().isRunning() ? 0 : 1;
            bytes = Math.max(bytes, stack.historyBytes(id) + stack.historyBytes(id + "/deployment-day"));
            stack.abandon(id);
            draw.said("seed %d: %d messages, both histories hold %d bytes".formatted(seed, BURST + 1, bytes));
        }
        var how = "%d messages of 1 to 61 KB, %d of 3 MB".formatted(draw.seeds() * BURST, draw.seeds());
        return List.of(
                Figure.atMost(0, "messages of 3 MB that were accepted", accepted, "", ""),
                Figure.atMost(0, "runs that a burst ended or stuck", ended, "", how),
                Figure.atMost(0, "workers that it ended", workersLost, "", "512 MB of heap"),
                Figure.atMost(10, "histories of a run and its phase, largest", bytes / MEGABYTE, "MB", ""));
    }

    private static Map<String, Object> incident(int number, int characters) {
        return Map.of(
                "id",
                "i" + number,
                "severity",
                "P3",
                "summary",
                "x".repeat(characters),
                "state",
                "OPEN",
                "by",
                "alice");
    }

    private static boolean isAccepted(FaultStack stack, String id, int characters) {
        try {
            stack.connection().workflow(id).update("incident", JsonNode.class, incident(0, characters));
            return true;
        } catch (WorkflowException refused) {
            return false;
        }
    }

    /** Whether it still answers, and goes on with a GO. */
    private static boolean goesOn(FaultStack stack, String id) {
        try {
            stack.answerUntil(id, "shut-down");
            return true;
        } catch (IllegalStateException never) {
            return false;
        }
    }
}
