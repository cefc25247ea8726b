package norn.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import norn.plan.Problem;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object that a person wrote, taken one by one; what is wrong is collected, and thrown at the end. */
public final class Fields {
    private static final int MAX_NAME_CHARACTERS = 100;
    private static final int MAX_ID_CHARACTERS = 200;
    /** A run keeps every message, in its history and those of its children. */
    private static final int MAX_WORDS_CHARACTERS = 2_000;

    private final ObjectNode object;
    private final List<Problem> problems = new ArrayList<>();

    /** The fields of the object; any that is not known is a problem. */
    Fields(ObjectNode object, List<String> known) {
        this.object = object;
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknownWord(name, "unknown field", name, known);
            }
        });
    }

    /** Throws everything that was found to be wrong, if anything was. */
    void throwProblems() {
        if (!problems.isEmpty()) {
            throw new UnreadableInput(problems);
        }
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** A text that must be there; empty once it was found to be wrong. */
    String text(String name) {
        var text = optionalText(name);
        if (text != null) {
            return text;
        }
        if (!has(name)) {
            problem(name, "missing", "a text");
        }
        return "";
    }

    /** The words of a person, of which a run keeps so much; null where there are none. */
    @Nullable
    String optionalWords(String name) {
        var text = optionalText(name);
        return text == null ? null : shortened(text);
    }

    /** As much of a text as a run keeps. */
    String shortened(String text) {
        return ShortText.of(text, MAX_WORDS_CHARACTERS);
    }

    /** The same of words that must be there. */
    String words(String name) {
        return shortened(text(name));
    }

    /** The id of something; empty once it was found to be wrong. */
    String id(String name) {
        var text = text(name);
        if (text.length() > MAX_ID_CHARACTERS) {
            problem(
                    name,
                    quoted(object.get(name)) + " is too long",
                    "at most %d characters".formatted(MAX_ID_CHARACTERS));
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        if (!has(name)) {
            return null;
        }
        var value = object.get(name);
        if (!value.isTextual() || !VisibleText.isAny(value.asText())) {
            var what = value.isTextual() ? quoted(value) + " is empty" : quoted(value) + " is not a text";
            problem(name, what, "a text in quotes");
            return null;
        }
        return value.asText();
    }

    /** The name of a person: short, one line, and not the placeholder. */
    String person(String name) {
        var text = text(name).strip();
        if (text.isEmpty()) {
            return text;
        }
        if (text.equals("…") || text.equals("...")) {
            problem(name, text + " is the placeholder, nobody's name", "your name");
        }
        if (text.length() > MAX_NAME_CHARACTERS || !VisibleText.isAll(text)) {
            problem(name, "not a person's name", "one line of at most 100 visible characters");
        }
        return text;
    }

    @Nullable
    String optionalPerson(String name) {
        return has(name) ? person(name) : null;
    }

    /** A name that folders, branches and databases are called by. */
    String identifier(String name, String example) {
        var text = text(name);
        if (!text.isEmpty() && (!text.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}") || text.contains(".."))) {
            problem(
                    name,
                    quoted(object.get(name)) + " is not a name",
                    "letters, digits, and . _ + - between them, at most 64, such as " + example);
        }
        return text;
    }

    @Nullable
    String optionalIdentifier(String name, String example) {
        return has(name) ? identifier(name, example) : null;
    }

    /** A point in time; in UTC unless it has an offset. */
    @Nullable
    Instant time(String name) {
        var text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            var time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return time instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notATime) {
            problem(name, quoted(object.get(name)) + " is not a time", "2026-12-01T09:00:00Z");
            return null;
        }
    }

    /** One of the words of an enum, by its name or as {@code enumConstant} gives it; null where it is missing or wrong. */
    <E extends Enum<E>> @Nullable E enumConstant(String name, Class<E> type, Function<E, String> word) {
        var text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        for (var constant : type.getEnumConstants()) {
            if (word.apply(constant).equals(text)) {
                return constant;
            }
        }
        var known = Arrays.stream(type.getEnumConstants()).map(word).toList();
        unknownWord(name, quoted(object.get(name)) + " is not known here", text, known);
        return null;
    }

    /** One of the given words. */
    String oneOf(String name, String... words) {
        var text = text(name);
        if (!text.isEmpty() && !Arrays.asList(words).contains(text)) {
            unknownWord(name, quoted(object.get(name)) + " is not known here", text, Arrays.asList(words));
        }
        return text;
    }

    /** A counted attempt, from 1; null where it is not said. */
    @Nullable
    Integer attempt(String name) {
        if (!has(name)) {
            return null;
        }
        var value = object.get(name);
        if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 1) {
            return value.asInt();
        }
        problem(name, quoted(value) + " is not an attempt", "a number from 1");
        return null;
    }

    boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        var value = object.get(name);
        if (!value.isBoolean()) {
            problem(name, quoted(value) + " is not a yes or no", "true or false");
        }
        return value.asBoolean();
    }

    /** A list of different texts; empty where it is missing. */
    List<String> texts(String name) {
        if (!has(name)) {
            return List.of();
        }
        var value = object.get(name);
        var texts = new ArrayList<String>();
        value.forEach(element -> {
            if (element.isTextual() && !element.asText().isBlank() && !texts.contains(element.asText())) {
                texts.add(element.asText());
            }
        });
        if (!value.isArray() || texts.size() != value.size() || texts.isEmpty()) {
            problem(name, quoted(value) + " is not a list of different texts", "[\"…\", \"…\"]");
        }
        return texts;
    }

    /** An object whose values are texts, numbers or flags; null where it is missing or wrong. */
    @Nullable
    JsonNode values(String name) {
        if (!has(name)) {
            return null;
        }
        var value = object.get(name);
        var plain = value.isObject();
        for (var element : value) {
            plain &= element.isValueNode();
        }
        if (plain) {
            return value;
        }
        problem(name, quoted(value) + " does not hold plain values", "{\"name\": 1.5}");
        return null;
    }

    void problem(String field, String what, String expected) {
        problems.add(at(field, what).expected(expected));
    }

    /** A problem with a word that is none of the known ones. */
    void unknownWord(String field, String what, String written, List<String> known) {
        problems.add(at(field, what).known(known).meant(written, known));
    }

    private static Problem at(String field, String what) {
        return Problem.at(ShortText.quoted(field, 60), what);
    }

    private static String quoted(JsonNode value) {
        return ShortText.quoted(value.toString(), 80);
    }
}
