package norn.cli.follow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import norn.cli.connection.Messages;
import norn.cli.connection.Refused;
import norn.cli.terminal.Style;
import norn.journal.Checklist;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal for each thing that waits, one after the other, and sends what they say. */
public final class TypedAnswers implements Answers {
    private final Messages messages;
    private final String deployment;
    private final Keyboard keyboard;
    private final View view;
    private final Style style;
    private @Nullable Question question;

    /** Asks through that view, and reads that keyboard. */
    public TypedAnswers(Messages messages, String deployment, Keyboard keyboard, View view, Style style) {
        this.messages = messages;
        this.deployment = deployment;
        this.keyboard = keyboard;
        this.view = view;
        this.style = style;
    }

    @Override
    public boolean answer(Checklist checklist) {
        var now = question;
        if (now != null && !now.isOf(checklist)) {
            view.answered();
            view.say(style.faint(now.item.id() + ": answered elsewhere"));
            now = null;
        }
        if (now == null && !checklist.waiting().isEmpty()) {
            now = new Question(checklist.waiting().get(0));
            ask(now);
        }
        question = now;
        if (now == null) return false;
        var typed = keyboard.line();
        return typed.isPresent() && take(now, typed.get());
    }

    private void ask(Question asked) {
        view.ask(style.asks(asked.prompt()));
    }

    private boolean take(Question asked, String typed) {
        if (!asked.take(typed)) {
            view.say(style.bad("'%s' is none of the choices".formatted(typed)));
            ask(asked);
            return false;
        }
        if (asked.missing() != null) {
            ask(asked);
            return false;
        }
        try {
            view.answered();
            var answer = messages.send(deployment, asked.item.message().name(), asked.payload());
            view.say(style.good("accepted") + style.faint(": " + answer.status()));
            question = null;
            return true;
        } catch (Refused refused) {
            view.say(style.bad("refused: ") + refused.getMessage());
            question = null;
            return false;
        }
    }

    /** One thing that waits, and what the person has said of it so far: the choice, values, and who they are. */
    private static final class Question {
        private final Checklist.Waiting item;
        private final List<String> values;
        private final Map<String, Object> given = new LinkedHashMap<>();
        private @Nullable String choice;
        private @Nullable String by;

        Question(Checklist.Waiting item) {
            this.item = item;
            this.values = item.message().payload().get("values") instanceof Map<?, ?> asked
                    ? asked.keySet().stream().map(String::valueOf).toList()
                    : List.of();
        }

        boolean isOf(Checklist checklist) {
            return checklist.waiting().stream()
                    .anyMatch(other -> other.kind().equals(item.kind())
                            && other.id().equals(item.id())
                            && other.attempt() == item.attempt());
        }

        /** What is still to be asked; null: nothing. */
        @Nullable
        String missing() {
            if (choice == null) return "choice";
            if (choice.equals("DONE")) for (var name : values) if (!given.containsKey(name)) return name;
            return by == null ? "by" : null;
        }

        String prompt() {
            var next = missing();
            if ("choice".equals(next)) {
                var lines = new ArrayList<String>();
                lines.add(Waitings.line(item));
                if (item.detail() != null) lines.add("  " + item.detail());
                lines.add("  " + String.join(" / ", item.choices()) + "?  (first letters will do)");
                return String.join(System.lineSeparator(), lines);
            }
            return "by".equals(next) ? "  your name?" : "  " + next + "?";
        }

        /** Takes what was typed; false where it is no answer. */
        boolean take(String typed) {
            var next = missing();
            if (typed.isBlank()) return false;
            if ("choice".equals(next)) {
                var word = typed.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
                var fitting = item.choices().stream()
                        .filter(known -> known.startsWith(word))
                        .toList();
                if (fitting.size() != 1 && !item.choices().contains(word)) return false;
                choice = item.choices().contains(word) ? word : fitting.get(0);
            } else if ("by".equals(next)) by = typed;
            else if (next != null) given.put(next, number(typed));
            return true;
        }

        private static Object number(String typed) {
            try {
                return new java.math.BigDecimal(typed);
            } catch (NumberFormatException aWord) {
                return typed;
            }
        }

        Map<String, Object> payload() {
            var payload = new LinkedHashMap<>(item.message().payload());
            var field = switch (item.kind()) {
                case "gate" -> "verdict";
                case "step" -> "outcome";
                default -> "choice";
            };
            payload.put(field, String.valueOf(choice));
            if (given.isEmpty()) payload.remove("values");
            else payload.put("values", given);
            payload.put("by", String.valueOf(by));
            return payload;
        }
    }
}
