package norn.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.report.Checklist.WaitingItem;
import norn.state.Event.AttestationOutcome;
import norn.state.Event.Choice;
import norn.state.Event.Verdict;
import org.jspecify.annotations.Nullable;

/** A message to a deployment: its name in the contract, and its fields in the order in which people read them. */
public final class OutgoingMessage {
    private final String name;
    private final Map<String, Object> fields;

    private OutgoingMessage(String name, Map<String, Object> fields) {
        this.name = name;
        this.fields = fields;
    }

    private static OutgoingMessage named(String name) {
        return new OutgoingMessage(name, new LinkedHashMap<>());
    }

    /** GO or NO_GO at a gate. */
    public static OutgoingMessage decide(String gate, Verdict verdict) {
        return named("decide").with("gate", gate).with("verdict", verdict.name());
    }

    /** The attestation of one manual step, or of several at once. */
    public static OutgoingMessage complete(List<String> steps) {
        return steps.size() == 1
                ? named("complete").with("step", steps.get(0))
                : named("complete").with("steps", steps);
    }

    /** What to do about a failed step or a met criterion. */
    public static OutgoingMessage resolve(String step, Choice choice) {
        return named("resolve").with("step", step).with("choice", choice.name());
    }

    /** Another T-0. */
    public static OutgoingMessage reschedule(Instant t0) {
        return named("reschedule").with("t0", t0.toString());
    }

    /** An entry of the incident log. */
    public static OutgoingMessage incident(String id, String severity, String summary, boolean closed) {
        return named("incident")
                .with("id", id)
                .with("severity", severity)
                .with("summary", summary)
                .with("state", closed ? "CLOSED" : "OPEN");
    }

    /** Hold before the next step. */
    public static OutgoingMessage pause() {
        return named("pause");
    }

    /** Go on after a pause. */
    public static OutgoingMessage resume() {
        return named("resume");
    }

    /**
     * The answer to something that waits.
     *
     * @param choice one of its choices
     */
    public static OutgoingMessage answering(WaitingItem item, String choice) {
        var message = new OutgoingMessage(
                item.message().name(), new LinkedHashMap<>(item.message().payload()));
        message.fields.remove("values");
        message.fields.remove("by");
        var field = switch (item.kind()) {
            case "gate" -> "verdict";
            case "step" -> "outcome";
            default -> "choice";
        };
        return message.with(field, choice);
    }

    /** The names of the values that something that waits asks for; none for most. */
    public static List<String> valuesAskedBy(WaitingItem item) {
        return item.message().payload().get("values") instanceof Map<?, ?> asked
                ? asked.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A value as a person types it: a number where it is one, else a word. */
    public static Object value(String typed) {
        try {
            return new BigDecimal(typed);
        } catch (NumberFormatException aWord) {
            return typed;
        }
    }

    /** For that attempt of the step; null: the current one. */
    public OutgoingMessage attempt(@Nullable Integer attempt) {
        return with("attempt", attempt);
    }

    /** With that outcome of a manual step; null: done. */
    public OutgoingMessage outcome(@Nullable AttestationOutcome outcome) {
        return with("outcome", outcome == null ? null : outcome.name());
    }

    /** With the values that the step asks for; empty: none. */
    public OutgoingMessage values(Map<String, ?> values) {
        return with("values", values.isEmpty() ? null : values);
    }

    /** With an address where people can see for themselves; null: none. */
    public OutgoingMessage evidence(@Nullable String address) {
        return with("evidence", address);
    }

    /** From that person. */
    public OutgoingMessage by(String person) {
        return with("by", person);
    }

    /** With a remark for the record; null or blank: none. */
    public OutgoingMessage note(@Nullable String note) {
        return with("note", note == null || note.isBlank() ? null : note);
    }

    private OutgoingMessage with(String field, @Nullable Object value) {
        if (value != null) {
            fields.put(field, value);
        }
        return this;
    }

    /** The gate, step or criterion that it answers; empty for a message that answers nothing that waits. */
    public Optional<String> answers() {
        if (fields.get("steps") instanceof List<?> steps && !steps.isEmpty()) {
            return Optional.of(String.valueOf(steps.get(0)));
        }
        return Stream.of("gate", "step")
                .map(fields::get)
                .flatMap(Stream::ofNullable)
                .map(String::valueOf)
                .findFirst();
    }

    /** What it says, in a few words: {@code go-live GO by alice}. */
    public String text() {
        var words = new ArrayList<String>();
        if (fields.get("steps") instanceof List<?> steps) {
            words.add(steps.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        for (var field : List.of("gate", "step", "id", "severity", "verdict", "choice", "t0", "state")) {
            if (fields.get(field) != null) {
                words.add(String.valueOf(fields.get(field)));
            }
        }
        if (name.equals("complete")) {
            words.add(String.valueOf(fields.getOrDefault("outcome", AttestationOutcome.DONE.name())));
        }
        if (words.isEmpty()) {
            words.add(name);
        }
        return "%s by %s".formatted(String.join(" ", words), fields.get("by"));
    }

    /** The message's name. */
    public String name() {
        return name;
    }

    /** Its one JSON object. */
    public Map<String, Object> payload() {
        return fields;
    }
}
