package norn.local.rehearsal;

import io.temporal.client.WorkflowException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import norn.client.Answers;
import norn.client.ChecklistQueries;
import norn.client.Connection;
import norn.client.MessageRefused;
import norn.client.MessageSender;
import norn.client.MessageUnanswered;
import norn.client.OutgoingMessage;
import norn.plan.Plan;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/**
 * Answers in place of people of the roles that are asked: GO at gates, manual steps done, ROLL_BACK for failures and met
 * criteria. An override may choose otherwise.
 */
public final class SimulatedAnswers implements Answers {
    private static final int MAX_TRIES = 5;
    private static final String NOTE = "a simulated answer of the rehearsal";

    private final Connection connection;
    private final MessageSender messages;
    private final String deployment;
    private final UnaryOperator<SimulatedChoice> override;
    private final SimulatedPeople people = new SimulatedPeople();
    private final Map<String, Integer> answered = new HashMap<>();
    private @Nullable Plan plan;
    private boolean flowChanged;

    /**
     * The choice for something that waits.
     *
     * @param item what waits
     * @param word one of its choices
     */
    public record SimulatedChoice(Checklist.WaitingItem item, String word) {
        /** Another choice for the same item. */
        public SimulatedChoice with(String other) {
            return new SimulatedChoice(item, other);
        }
    }

    /** Answers for that deployment. */
    public SimulatedAnswers(Connection connection, String deployment) {
        this(connection, deployment, choice -> choice);
    }

    /** Answers for that deployment; {@code override} may change each choice. */
    public SimulatedAnswers(Connection connection, String deployment, UnaryOperator<SimulatedChoice> override) {
        this.connection = connection;
        this.messages = new MessageSender(connection);
        this.deployment = deployment;
        this.override = override;
    }

    @Override
    public boolean answer(Checklist checklist) {
        var any = false;
        for (var item : checklist.waiting()) {
            any |= answer(item);
            if (flowChanged) {
                return any; // the other items may not wait any more
            }
        }
        return any;
    }

    /** Answers each item once; a gate that wants a second GO has another detail, so it counts as another item. */
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
                messages.send(deployment, message(item, word));
                answered.put(key, tries);
                flowChanged = word.equals("ROLL_BACK") || word.equals("NO_GO");
                return true;
            } catch (MessageRefused refused) {
                if (!item.kind().equals("gate")) {
                    break;
                }
            } catch (MessageUnanswered later) {
                return false; // if it still waits then, it is answered again
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

    private OutgoingMessage message(Checklist.WaitingItem item, String word) {
        var message = OutgoingMessage.answering(item, word);
        if (!item.kind().equals("step")) {
            return message.by(people.decider(roles(item))).note(NOTE);
        }
        var asked = OutgoingMessage.valuesAskedBy(item);
        if (!asked.isEmpty()) {
            message.values(SimulatedValues.of(asked, plan()));
        }
        return message.by(people.performer(item.roles())).note(NOTE);
    }

    private static List<String> roles(Checklist.WaitingItem item) {
        return item.roles().isEmpty() ? List.of("release-manager") : item.roles();
    }

    private Optional<Plan> plan() {
        if (plan == null) {
            try {
                plan = new ChecklistQueries(connection).runRecord(deployment).plan();
            } catch (WorkflowException notNow) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(plan);
    }
}
