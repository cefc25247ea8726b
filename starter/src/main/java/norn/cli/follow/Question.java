package norn.cli.follow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** One thing that waits, and what the person at the terminal has said of it so far: the choice, values, why, and who they are. */
final class Question {
    static final String HELP = """
            GO, DONE        yes, go on; as many first letters as tell one choice from the others will do
            NO_GO           no: before the first change the deployment ends, after it the old release comes back
            FAILED          it was tried, and is not so; you are asked what to do about it
            NOT_NEEDED      nobody has to do this here
            RETRY, SKIP     try it again; go on without it
            ROLL_BACK       bring the old release back (before the first change: stop)
            KEEP            keep the new release, whatever the criterion says
            Ctrl-C          leave; the deployment goes on""";

    private static final List<String> YES = List.of("GO", "DONE");

    final Checklist.WaitingItem item;
    private final @Nullable String lastPerson;
    private final List<String> values;
    private final Map<String, Object> given = new LinkedHashMap<>();
    private @Nullable String choice;
    private @Nullable String note;

    @Nullable
    String by;

    /** {@code lastPerson}: who answered before, null for nobody. */
    Question(Checklist.WaitingItem item, @Nullable String lastPerson) {
        this.item = item;
        this.lastPerson = lastPerson;
        this.values = item.message().payload().get("values") instanceof Map<?, ?> asked
                ? asked.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether that still waits. */
    boolean isOf(Checklist checklist) {
        return checklist.waiting().stream()
                .anyMatch(other -> other.kind().equals(item.kind())
                        && other.id().equals(item.id())
                        && other.attempt() == item.attempt());
    }

    /** What is still to be asked; null: nothing. */
    @Nullable
    String missing() {
        if (choice == null) {
            return "choice";
        }
        if (choice.equals("DONE")) {
            for (var name : values) {
                if (!given.containsKey(name)) {
                    return name;
                }
            }
        }
        if (note == null && !isPlain()) {
            return "note";
        }
        return by == null ? "by" : null;
    }

    /** Whether the choice needs no reason. */
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

    /** The question with what it is about. */
    String prompt() {
        if (choice != null) {
            return choices();
        }
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(WaitingItemText.line(item));
        if (item.detail() != null) {
            for (var line : item.detail().split("; |\\R", -1)) {
                lines.add("  - " + line);
            }
        }
        lines.add(choices());
        return String.join(System.lineSeparator(), lines);
    }

    /** The question alone. */
    String choices() {
        var next = missing();
        if ("note".equals(next)) {
            return "  %s: why?".formatted(choice) + (needsReason() ? "" : "  (Enter: say nothing)");
        }
        if ("by".equals(next)) {
            return "  your name?" + (lastPerson == null ? "" : "  (Enter: %s)".formatted(lastPerson));
        }
        if (next != null && !"choice".equals(next)) {
            return "  %s?  (a number, or a word)".formatted(next);
        }
        return "  %s?  (first letters will do; ? explains)".formatted(String.join(" / ", item.choices()));
    }

    /** Takes what was typed; returns what is wrong with it, null where nothing is. */
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
                return "a value is asked for";
            }
            given.put(next, number(typed));
        }
        return null;
    }

    private @Nullable String readChoice(String typed) {
        var choices = String.join(", ", item.choices());
        if (typed.isBlank()) {
            return "one of %s is asked for".formatted(choices);
        }
        var word = typed.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        var fitting =
                item.choices().stream().filter(known -> known.startsWith(word)).toList();
        var yes = word.equals("Y") || word.equals("YES")
                ? item.choices().stream().filter(YES::contains).findFirst()
                : Optional.<String>empty();
        if (yes.isPresent()) {
            choice = yes.get();
        } else if (item.choices().contains(word)) {
            choice = word;
        } else if (fitting.size() == 1) {
            choice = fitting.get(0);
        } else if (fitting.isEmpty()) {
            return "'%s' is none of %s".formatted(typed, choices);
        } else {
            return "'%s' may be %s".formatted(typed, String.join(" or ", fitting));
        }
        return null;
    }

    private static Object number(String typed) {
        try {
            return new BigDecimal(typed);
        } catch (NumberFormatException aWord) {
            return typed;
        }
    }

    /** The message that says it. */
    Map<String, Object> payload() {
        var payload = new LinkedHashMap<>(item.message().payload());
        var field = switch (item.kind()) {
            case "gate" -> "verdict";
            case "step" -> "outcome";
            default -> "choice";
        };
        payload.put(field, String.valueOf(choice));
        if (given.isEmpty()) {
            payload.remove("values");
        } else {
            payload.put("values", given);
        }
        if (note != null && !note.isBlank()) {
            payload.put("note", note);
        }
        payload.put("by", String.valueOf(by));
        return payload;
    }
}
