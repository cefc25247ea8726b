package norn.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import norn.files.JsonPathExpression;
import norn.plan.ShortText;
import norn.runbook.Durations;
import org.jspecify.annotations.Nullable;

/**
 * How many elements a JSON list must have.
 *
 * @param path of the list
 * @param where fields of an element, and the text that each must have for the element to count; empty: all count
 * @param within fields of an element that hold a time, and how long ago it may be for the element to count: an agent that runs
 * @param exactly how many there must be; null: {@code minimum} says it
 * @param minimum how many there must be at least; null: {@code exactly} says it
 */
record ElementCount(
        JsonPathExpression path,
        Map<String, String> where,
        Map<String, Duration> within,
        @Nullable Integer exactly,
        @Nullable Integer minimum) {
    private static final int MAX_SHOWN = 5;
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    ElementCount {
        if ((exactly == null) == (minimum == null)) {
            throw new IllegalArgumentException("a count: expected exactly one of exactly and minimum");
        }
    }

    /** Counts, adds the number to the values, and says what is wrong with it. */
    List<String> problems(JsonNode document, Map<String, Object> values, Instant now) {
        var list = path.read(document);
        var name = path.expression().replaceFirst("^\\$\\.", "");
        if (!list.isArray()) {
            return List.of("%s is %s instead of a list"
                    .formatted(path, ShortText.line(JsonPathExpression.text(list), ProbeResult.MAX_CHARACTERS)));
        }
        var counted = 0;
        var others = new ArrayList<String>();
        for (var element : list) {
            if (counts(element, now)) {
                counted++;
            } else {
                others.add(label(element));
            }
        }
        values.put(countsAll() ? name : name + "Counted", counted);
        if (exactly != null ? counted == exactly : minimum == null || counted >= minimum) {
            return List.of();
        }
        var what = countsAll() ? name : "%s with %s".formatted(name, condition());
        var expected = exactly != null ? exactly.toString() : "at least " + minimum;
        var shown = String.join(", ", others.subList(0, Math.min(MAX_SHOWN, others.size())));
        return List.of("%d %s instead of %s%s".formatted(counted, what, expected, shown.isEmpty() ? "" : ": " + shown));
    }

    private boolean countsAll() {
        return where.isEmpty() && within.isEmpty();
    }

    private Map<String, Object> condition() {
        var condition = new LinkedHashMap<String, Object>(where);
        within.forEach((field, length) -> condition.put(field, "within " + Durations.text(length)));
        return condition;
    }

    private boolean counts(JsonNode element, Instant now) {
        return where.entrySet().stream()
                        .allMatch(field -> JsonPathExpression.text(element.path(field.getKey()))
                                .equals(field.getValue()))
                && within.entrySet().stream()
                        .allMatch(field -> isWithin(element.path(field.getKey()), field.getValue(), now));
    }

    /**
     * Whether a time, in whatever form logs have them, is no longer ago than that; what is no time is not. One without a zone may be of
     * UTC or of this host's.
     */
    private static boolean isWithin(JsonNode time, Duration length, Instant now) {
        var text = time.isNumber() ? time.decimalValue().toPlainString() : time.asText();
        var inUtc = new LogTime(now, ZoneOffset.UTC).of(text);
        var here = new LogTime(now, ZoneId.systemDefault()).of(text);
        return inUtc.equals(here)
                ? inUtc.filter(at -> !at.isBefore(now.minus(length))).isPresent()
                : Stream.concat(inUtc.stream(), here.stream())
                        .anyMatch(at -> !at.isBefore(now.minus(length)) && at.isBefore(now.plus(CLOCKS_APART)));
    }

    /** An element by its name and what is wrong with it. */
    private String label(JsonNode element) {
        var name = element.path("name").asText(element.path("id").asText(""));
        if (name.isEmpty()) {
            return "one without a name";
        }
        var fields = condition().keySet().stream()
                .map(field -> field + " " + JsonPathExpression.text(element.path(field)))
                .toList();
        return ShortText.line(
                fields.isEmpty() ? name : "%s (%s)".formatted(name, String.join(", ", fields)),
                ProbeResult.MAX_CHARACTERS);
    }
}
