package norn.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.temporal.client.WorkflowException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import norn.client.Connection;
import norn.client.MessageRefused;
import norn.client.MessageUnanswered;
import norn.client.Messages;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/**
 * Answers as people of the roles that are asked would: gates GO, manual steps done, failures and met criteria ROLL_BACK. Somebody
 * may say otherwise for some of them.
 */
public final class SimulatedAnswers implements Answers {
    private static final int MAX_TRIES = 5;
    private static final String NOTE = "a made-up answer of the rehearsal";

    private final Connection connection;
    private final Messages messages;
    private final String deployment;
    private final UnaryOperator<SimulatedChoice> override;
    private final SimulatedPeople people = new SimulatedPeople();
    private final Map<String, Integer> answered = new HashMap<>();
    private @Nullable JsonNode plan;
    private boolean flowChanged;

    /**
     * What is to be answered to something that waits.
     *
     * @param item what waits
     * @param word one of its choices
     */
    public record SimulatedChoice(Checklist.WaitingItem item, String word) {
        /** Another word for the same. */
        public SimulatedChoice with(String other) {
            return new SimulatedChoice(item, other);
        }
    }

    /** Answers for that deployment. */
    public SimulatedAnswers(Connection connection, String deployment) {
        this(connection, deployment, choice -> choice);
    }

    /** Answers for that deployment, where {@code override} has the last word. */
    public SimulatedAnswers(Connection connection, String deployment, UnaryOperator<SimulatedChoice> override) {
        this.connection = connection;
        this.messages = new Messages(connection);
        this.deployment = deployment;
        this.override = override;
    }

    @Override
    public boolean answer(Checklist checklist) {
        var any = false;
        for (var item : checklist.waiting()) {
            any |= answer(item);
            if (flowChanged) {
                return any;
            } // what waited besides may be over by it
        }
        return any;
    }

    /** Answers once to each thing that waits as it waits; a gate that wants a second GO waits otherwise than before. */
    private boolean answer(Checklist.WaitingItem item) {
        var key = "%s %s %d %s".formatted(item.kind(), item.id(), item.attempt(), item.detail());
        flowChanged = false;
        if (answered.getOrDefault(key, 0) > 0) {
            return false;
        }
        var word =
                override.apply(new SimulatedChoice(item, defaultChoice(item))).word();
        for (var tries = 1; tries <= MAX_TRIES; tries++) {
            try {
                messages.send(deployment, item.message().name(), payload(item, word));
                answered.put(key, tries);
                flowChanged = word.equals("ROLL_BACK") || word.equals("NO_GO");
                return true;
            } catch (MessageRefused refused) {
                if (!item.kind().equals("gate")) {
                    break;
                }
            } catch (MessageUnanswered later) {
                return false; // what still waits then is answered again
            }
        }
        answered.put(key, MAX_TRIES);
        return false;
    }

    private static String defaultChoice(Checklist.WaitingItem item) {
        return switch (item.kind()) {
            case "gate" -> "GO";
            case "step" -> "DONE";
            default ->
                item.choices().contains("ROLL_BACK")
                        ? "ROLL_BACK"
                        : item.choices().get(0);
        };
    }

    private Map<String, Object> payload(Checklist.WaitingItem item, String word) {
        var payload = new LinkedHashMap<>(item.message().payload());
        switch (item.kind()) {
            case "gate" -> {
                payload.put("verdict", word);
                payload.put("by", people.decider(item.roles()));
            }
            case "step" -> {
                if (!word.equals("DONE")) {
                    payload.put("outcome", word);
                }
                if (payload.get("values") instanceof Map<?, ?> asked) {
                    payload.put("values", new SimulatedValues(plan()).of(List.copyOf(asked.keySet())));
                }
                payload.put("by", people.performer(item.roles()));
            }
            default -> {
                payload.put("choice", word);
                payload.put("by", people.decider(roles(item)));
            }
        }
        payload.put("note", NOTE);
        return payload;
    }

    private static List<String> roles(Checklist.WaitingItem item) {
        return item.roles().isEmpty() ? List.of("release-manager") : item.roles();
    }

    private JsonNode plan() {
        if (plan == null) {
            try {
                plan = connection
                        .workflow(deployment)
                        .query("record", JsonNode.class)
                        .path("plan");
            } catch (WorkflowException notNow) {
                plan = MissingNode.getInstance();
            }
        }
        return Objects.requireNonNull(plan);
    }
}
