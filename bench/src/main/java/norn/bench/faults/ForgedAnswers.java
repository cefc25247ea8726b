package norn.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import norn.bench.Figure;
import norn.report.Checklist;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/** Messages that nobody may send so, to a day at each of its first gates; a day that takes one of them does what nobody decided. */
final class ForgedAnswers implements FaultTrial {
    private static final int MESSAGES = 60;
    private static final List<String> GATES = List.of("start-day", "shut-down");

    @Override
    public List<Figure> run(FaultStack stack, Draw draw) {
        var taken = new ArrayList<String>();
        var unexplained = 0;
        var changed = 0;
        var doubledRefused = 0;
        for (var seed : draw.all()) {
            var random = Draw.random(seed);
            var id = "forged-" + seed;
            stack.startDay(id);
            for (var gate : GATES) {
                stack.answerUntil(id, gate);
                var before = states(stack.checklist(id));
                doubledRefused += (int) decided(stack.checklist(id)).stream()
                        .filter(doubled -> reason(stack, id, doubled) != null)
                        .count();
                for (var i = 0; i < MESSAGES; i++) {
                    var message = drawn(random, gate);
                    var reason = reason(stack, id, message);
                    if (reason == null) {
                        taken.add(message.toString());
                    } else if (reason.isBlank()) {
                        unexplained++;
                    }
                }
                changed += before.equals(states(stack.checklist(id))) ? 0 : 1;
            }
            stack.abandon(id);
            for (var i = 0; i < MESSAGES; i++) {
                var late = drawn(random, GATES.get(1));
                if (reason(stack, id, late) == null) {
                    taken.add("after the end: " + late);
                }
            }
            draw.said("seed %d: %d messages at 2 gates and after the end, %d repeated answers refused, taken: %s"
                    .formatted(seed, 3 * MESSAGES, doubledRefused, taken));
        }
        var how = "%d messages, early, late or forged".formatted(draw.seeds() * 3 * MESSAGES);
        return List.of(
                Figure.atMost(0, "messages that were taken", taken.size(), "", how),
                Figure.atMost(0, "refusals without a reason", unexplained, "", ""),
                Figure.atMost(0, "answers sent again that were refused", doubledRefused, "", "they are already so"),
                Figure.atMost(0, "gates at which the checklist changed", changed, "", draw.seeds() * 2 + " gates"));
    }

    /** The GO of each gate that was decided, as it was sent. */
    private static List<Forged> decided(Checklist checklist) {
        return checklist.steps().stream()
                .filter(step -> GATES.contains(step.id()) && step.state() == StepState.DONE && step.by() != null)
                .map(step -> new Forged("decide", Map.of("gate", step.id(), "verdict", "GO", "by", step.by())))
                .toList();
    }

    /** A message's name and its payload. */
    private record Forged(String name, Map<String, Object> payload) {}

    private static Forged drawn(Random random, String open) {
        var later = List.of("go-live", "no-such-gate", "final-status").get(random.nextInt(3));
        return switch (random.nextInt(13)) {
            case 0 -> forged("decide", "gate", later, "verdict", "GO");
            case 1 -> forged("decide", "gate", open, "verdict", "MAYBE");
            case 2 -> forged("decide", "gate", open, "verdict", "GO", "attempt", 2 + random.nextInt(9));
            case 3 -> forged("decide", "gate", open, "verdict", "GO", "forse", random.nextInt());
            case 4 -> forged("decide", "gate", open, "verdict", "GO", "by", "…");
            case 5 -> forged("decide", "gate", open, "verdict", "GO", "by", List.of("alice"));
            case 6 -> forged("complete", "step", "activate");
            case 7 -> forged("complete", "steps", List.of("no-such-step"));
            case 8 -> forged("resolve", "step", "swap-database", "choice", "SKIP");
            case 9 -> forged("resolve", "step", "outage", "choice", "KEEP");
            case 10 ->
                forged("decide", "gate", open.equals("shut-down") ? "start-day" : "no-such-gate", "verdict", "NO_GO");
            case 11 -> forged("reschedule", "t0", "2020-01-01T00:00:00Z");
            default -> forged("incident", "id", "i", "severity", "P0", "summary", "x", "state", "OPEN");
        };
    }

    private static Forged forged(String name, Object... pairs) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("by", "alice");
        for (var i = 0; i < pairs.length; i += 2) {
            payload.put((String) pairs[i], pairs[i + 1]);
        }
        return new Forged(name, payload);
    }

    /** Why it is refused; null: it is not. */
    private static @Nullable String reason(FaultStack stack, String id, Forged message) {
        try {
            stack.connection().workflow(id).update(message.name(), JsonNode.class, message.payload());
            return null;
        } catch (WorkflowUpdateException refused) {
            return refused.getCause() instanceof ApplicationFailure failure ? failure.getOriginalMessage() : "";
        } catch (WorkflowNotFoundException over) {
            return "the run is over";
        }
    }

    private static Map<String, StepState> states(Checklist checklist) {
        var states = new LinkedHashMap<String, StepState>();
        checklist.steps().forEach(step -> states.put(step.id(), step.state()));
        return states;
    }
}
