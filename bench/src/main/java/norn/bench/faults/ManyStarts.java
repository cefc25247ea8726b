package norn.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import norn.bench.Figure;

/** Days of one environment, all of which are to begin at once. */
final class ManyStarts implements FaultTrial {
    private static final int STARTS = 50;

    /** What a GO came to. */
    private record Go(String id, boolean accepted, String reason) {}

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var notOne = 0;
        var unnamed = 0;
        for (var seed : draw.all()) {
            var ids = IntStream.rangeClosed(1, STARTS)
                    .mapToObj(i -> "at-once-%d-%d".formatted(seed, i))
                    .toList();
            ids.forEach(stack::startDay);
            ids.forEach(id -> stack.awaitWaiting(id, "start-day"));
            var all = ids.stream()
                    .map(id -> CompletableFuture.supplyAsync(() -> go(stack, id)))
                    .toList();
            var gos = all.stream().map(CompletableFuture::join).toList();
            var accepted = gos.stream().filter(Go::accepted).map(Go::id).toList();
            notOne += accepted.size() == 1 ? 0 : 1;
            unnamed += (int) gos.stream()
                    .filter(go -> !go.accepted() && accepted.stream().noneMatch(go.reason()::contains))
                    .count();
            draw.said("seed %d: %s began; one of the others: %s".formatted(seed, accepted, reason(gos)));
            ids.stream()
                    .filter(id -> !accepted.contains(id))
                    .forEach(id -> stack.connection().workflow(id).terminate("it was one of many"));
            accepted.forEach(stack::abandon);
        }
        return List.of(
                Figure.atMost(
                        0,
                        "times that not exactly one began",
                        notOne,
                        "",
                        "%d times %d".formatted(draw.seeds(), STARTS)),
                Figure.atMost(0, "refusals that do not name the holder", unnamed, "", ""));
    }

    private static String reason(List<Go> gos) {
        return gos.stream()
                .filter(go -> !go.accepted())
                .map(Go::reason)
                .findFirst()
                .orElse("none");
    }

    private static Go go(FaultStack stack, String id) {
        try {
            stack.connection()
                    .workflow(id)
                    .update("decide", JsonNode.class, Map.of("gate", "start-day", "verdict", "GO", "by", "alice"));
            return new Go(id, true, "");
        } catch (WorkflowUpdateException refused) {
            return new Go(
                    id,
                    false,
                    refused.getCause() instanceof ApplicationFailure failure
                            ? failure.getOriginalMessage()
                            : String.valueOf(refused.getCause()));
        }
    }
}
