package norn.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Problem;
import norn.plan.ShortText;
import norn.runbook.RollbackMode;
import norn.state.Event;
import org.jspecify.annotations.Nullable;

/** Reads each of the contract's messages, strictly. */
public final class MessageReader {
    private MessageReader() {}

    /** The message of that name in the object. */
    public static Message read(String name, ObjectNode object) {
        return switch (name) {
            case "decide" -> decide(object);
            case "complete" -> complete(object);
            case "resolve" -> resolve(object);
            case "rollBack" -> rollBack(object);
            case "reschedule" -> reschedule(object);
            case "incident" -> incident(object);
            case "pause" -> pause(object);
            case "resume" -> resume(object);
            default -> throw unknown(name);
        };
    }

    /** What is wrong with a message whose name does not exist. */
    static UnreadableInput unknown(String name) {
        var problem = Problem.at(ShortText.quoted(name, 60), "no such message")
                .known(Messages.NAMES)
                .meant(name, Messages.NAMES);
        return new UnreadableInput(List.of(problem));
    }

    /** Who the object says it is from; null where it does not say. */
    static @Nullable String by(ObjectNode object) {
        var by = object.get("by");
        return by != null && by.isTextual() ? ShortText.quoted(by.asText(), 100) : null;
    }

    private static Message decide(ObjectNode object) {
        var fields = new Fields(object, List.of("gate", "verdict", "by", "note", "attempt"));
        var gate = fields.text("gate");
        var verdict = fields.enumConstant("verdict", Event.Verdict.class, Enum::name);
        var by = fields.person("by");
        var attempt = fields.attempt("attempt");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        return new Message.Decide(gate, required(verdict), by, attempt, note);
    }

    private static Message complete(ObjectNode object) {
        var fields =
                new Fields(object, List.of("step", "steps", "by", "outcome", "values", "note", "evidence", "attempt"));
        var hasBoth = fields.has("step") && fields.has("steps");
        if (hasBoth) {
            fields.problem("steps", "given beside step", "one of the two");
        }
        var steps = fields.has("steps") ? fields.texts("steps") : List.of(fields.text("step"));
        var by = fields.person("by");
        var outcome = fields.has("outcome")
                ? fields.enumConstant("outcome", Event.AttestationOutcome.class, Enum::name)
                : Event.AttestationOutcome.DONE;
        var values = values(fields);
        var attempt = fields.attempt("attempt");
        var note = fields.optionalWords("note");
        var evidence = fields.optionalWords("evidence");
        fields.throwProblems();
        return new Message.Complete(steps, by, attempt, required(outcome), values, note, evidence);
    }

    private static Map<String, Object> values(Fields fields) {
        var values = new LinkedHashMap<String, Object>();
        var given = fields.values("values");
        if (given != null) {
            given.properties().forEach(value -> {
                var node = value.getValue();
                if (node.isNumber()) {
                    values.put(value.getKey(), node.numberValue());
                } else if (node.isBoolean()) {
                    values.put(value.getKey(), node.booleanValue());
                } else if (!node.isNull()) {
                    values.put(value.getKey(), fields.shortened(node.asText()));
                }
            });
        }
        return values;
    }

    private static Message resolve(ObjectNode object) {
        var fields = new Fields(object, List.of("step", "choice", "by", "note", "attempt"));
        var step = fields.text("step");
        var choice = fields.enumConstant("choice", Event.Choice.class, Enum::name);
        var by = fields.person("by");
        var attempt = fields.attempt("attempt");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        return new Message.Resolve(step, required(choice), by, attempt, note);
    }

    private static Message rollBack(ObjectNode object) {
        var fields = new Fields(object, List.of("criterion", "reason", "by", "note", "mode", "to"));
        var criterion = fields.optionalText("criterion");
        var reason = fields.words("reason");
        var by = fields.person("by");
        var note = fields.optionalWords("note");
        var mode = fields.has("mode") ? fields.enumConstant("mode", RollbackMode.class, RollbackMode::id) : null;
        var to = fields.optionalIdentifier("to", "v0.9.0");
        fields.throwProblems();
        return new Message.RollBack(criterion, reason, by, note, mode, to);
    }

    private static Message reschedule(ObjectNode object) {
        var fields = new Fields(object, List.of("t0", "by", "note"));
        var t0 = fields.time("t0");
        var by = fields.person("by");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        return new Message.Reschedule(required(t0), by, note);
    }

    private static Message incident(ObjectNode object) {
        var fields = new Fields(object, List.of("id", "severity", "summary", "state", "by", "note"));
        var id = fields.id("id");
        var severity = fields.oneOf("severity", "P1", "P2", "P3");
        var summary = fields.words("summary");
        var state = fields.oneOf("state", "OPEN", "CLOSED");
        var by = fields.person("by");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        return new Message.Incident(id, severity, summary, state, by, note);
    }

    private static Message pause(ObjectNode object) {
        var fields = new Fields(object, List.of("by", "note"));
        var by = fields.person("by");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        return new Message.Pause(by, note);
    }

    private static Message resume(ObjectNode object) {
        var fields = new Fields(object, List.of("by", "note"));
        var by = fields.person("by");
        var note = fields.optionalWords("note");
        fields.throwProblems();
        return new Message.Resume(by, note);
    }

    /** A value that was found to be there: {@code throwProblems} has not thrown. */
    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a field is missing, and was not reported");
        }
        return value;
    }
}
