package norn.cli.follow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import norn.client.OutgoingMessage;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** One thing that waits, and the answer as far as the person at the terminal has given it: choice, values, reason, name. */
final class Question {
    static final String HELP = """
        GO, DONE      yes, go on
        NO_GO         no: before the first change the deployment ends, after it the old release is restored
        FAILED        it was tried, and it failed: you are asked what to do about it
        NOT_NEEDED    this does not have to be done here
        RETRY, SKIP   try it again; go on without it
        ROLL_BACK     restore the old release (before the first change: end the deployment)
        KEEP          keep the new release, although the criterion is met
        The first letters of a choice are enough. 'cancel' discards what you have typed of an answer; before a choice,
        it leaves the question for later. Ctrl-C leaves; the deployment continues, and 'norn answer' asks again.\
        """;

    private static final List<String> YES = List.of("GO", "DONE");

    final Checklist.WaitingItem item;
    private final int number;
    private final int count;
    private final @Nullable String lastPerson;
    private final List<String> askedValues;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private @Nullable String choice;
    private @Nullable String note;

    @Nullable
    String by;

    /**
     * A question.
     *
     * @param number which it is of the {@code count} that wait, or have been asked
     * @param lastPerson who answered the question before; null: nobody
     */
    Question(Checklist.WaitingItem item, int number, int count, @Nullable String lastPerson) {
        this.item = item;
        this.number = number;
        this.count = count;
        this.lastPerson = lastPerson;
        this.askedValues = OutgoingMessage.valuesAskedBy(item);
    }

    /** Whether the item still waits. */
    boolean isOf(Checklist checklist) {
        return checklist.waiting().stream()
                .anyMatch(other -> other.kind().equals(item.kind())
                        && other.id().equals(item.id())
                        && other.attempt() == item.attempt());
    }

    /** What is to be asked next: {@code choice}, a value's name, {@code note} or {@code by}; null: nothing. */
    @Nullable
    String missing() {
        if (choice == null) {
            return "choice";
        }
        if (choice.equals("DONE")) {
            for (var name : askedValues) {
                if (!values.containsKey(name)) {
                    return name;
                }
            }
        }
        if (note == null && !isPlain()) {
            return "note";
        }
        return by == null ? "by" : null;
    }

    /** Whether no reason is asked for. */
    private boolean isPlain() {
        return switch (String.valueOf(choice)) {
            case "GO", "DONE", "RETRY" -> true;
            default -> false;
        };
    }

    /** Whether the choice is refused without a reason. */
    private boolean needsReason() {
        return "SKIP".equals(choice) || "NOT_NEEDED".equals(choice);
    }

    /** Discards what was typed of the answer; false where nothing was. */
    boolean takeBack() {
        var any = choice != null;
        choice = null;
        note = null;
        by = null;
        values.clear();
        return any;
    }

    /** What the question is about, and the question. */
    String prompt() {
        if (choice != null) {
            return choices();
        }
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("question %d of %d: %s".formatted(number, count, WaitingItemText.line(item)));
        WaitingItemText.details(item).forEach(line -> lines.add("  - " + line));
        lines.add(choices());
        return String.join(System.lineSeparator(), lines);
    }

    /** The question alone. */
    String choices() {
        var next = missing();
        if ("note".equals(next)) {
            return "  Why %s?".formatted(choice)
                    + (needsReason() ? "  (cancel: back)" : "  (Enter: no reason; cancel: back)");
        }
        if ("by".equals(next)) {
            return "  Your name?"
                    + (lastPerson == null ? "  (cancel: back)" : "  (Enter: %s; cancel: back)".formatted(lastPerson));
        }
        if (next != null && !"choice".equals(next)) {
            return "  %s?  (%s; cancel: back)".formatted(next, expected(next));
        }
        return "  %s?  (the first letters are enough; ? explains; cancel: later)"
                .formatted(String.join(" / ", item.choices()));
    }

    /** What a value may be. */
    private String expected(String value) {
        return item.asks().stream()
                .filter(asked -> asked.name().equals(value))
                .map(Checklist.AskedFor::expected)
                .findFirst()
                .orElse("a number or words");
    }

    /** Reads what was typed; returns what is wrong with it, null where nothing is. */
    @Nullable
    String read(String typed) {
        var next = missing();
        if ("choice".equals(next)) {
            return readChoice(typed);
        }
        if ("note".equals(next)) {
            if (typed.isBlank() && needsReason()) {
                return "%s needs a reason".formatted(choice);
            }
            note = typed;
        } else if ("by".equals(next)) {
            if (typed.isBlank() && lastPerson == null) {
                return "the record needs a name";
            }
            by = typed.isBlank() ? lastPerson : typed;
        } else if (next != null) {
            if (typed.isBlank()) {
                return "a value is needed";
            }
            values.put(next, OutgoingMessage.value(typed));
        }
        return null;
    }

    private @Nullable String readChoice(String typed) {
        var choices = String.join(", ", item.choices());
        if (typed.isBlank()) {
            return "type one of " + choices;
        }
        var word = typed.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        var matching =
                item.choices().stream().filter(known -> known.startsWith(word)).toList();
        var yes = word.equals("Y") || word.equals("YES")
                ? item.choices().stream().filter(YES::contains).findFirst()
                : Optional.<String>empty();
        if (yes.isPresent()) {
            choice = yes.get();
        } else if (item.choices().contains(word)) {
            choice = word;
        } else if (matching.size() == 1) {
            choice = matching.get(0);
        } else if (matching.isEmpty()) {
            return "'%s' is none of %s".formatted(typed, choices);
        } else {
            return "'%s' may be %s".formatted(typed, String.join(" or ", matching));
        }
        return null;
    }

    /** The message that gives the answer. */
    OutgoingMessage message() {
        return OutgoingMessage.answering(item, String.valueOf(choice))
                .values(values)
                .by(String.valueOf(by))
                .note(note);
    }
}
