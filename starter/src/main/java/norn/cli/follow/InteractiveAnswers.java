package norn.cli.follow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import norn.cli.terminal.Style;
import norn.client.Answers;
import norn.client.MessageRefused;
import norn.client.MessageTarget;
import norn.client.MessageUnanswered;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal about each thing that waits, one after the other, and sends the answers. */
public final class InteractiveAnswers implements Answers {
    private static final Set<String> QUIT_WORDS = Set.of("q", "quit", "exit");

    private final MessageTarget messages;
    private final String deployment;
    private final Keyboard keyboard;
    private final ProgressView view;
    private final Style style;
    private @Nullable Question question;
    private @Nullable String person;
    private final Set<String> later = new LinkedHashSet<>();
    private int answered;

    /** Asks through that view, and reads from that keyboard. */
    public InteractiveAnswers(
            MessageTarget messages, String deployment, Keyboard keyboard, ProgressView view, Style style) {
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
            view.say(style.faint(now.item.id() + " was answered elsewhere"));
            now = null;
        }
        if (now == null && !checklist.waiting().isEmpty()) {
            var next = next(checklist.waiting());
            now = new Question(
                    next, answered + 1, answered + checklist.waiting().size(), person);
            ask(now);
        }
        question = now;
        if (now == null) {
            return false;
        }
        var typed = keyboard.line();
        return typed.isPresent() && handle(now, typed.get());
    }

    /** The first one that was not left for later; where all were, the one that was left first. */
    private Checklist.WaitingItem next(List<Checklist.WaitingItem> waiting) {
        return waiting.stream()
                .filter(item -> !later.contains(key(item)))
                .findFirst()
                .orElseGet(() -> {
                    later.clear();
                    return waiting.get(0);
                });
    }

    private static String key(Checklist.WaitingItem item) {
        return "%s %s %d".formatted(item.kind(), item.id(), item.attempt());
    }

    private void ask(Question asked) {
        view.ask(asked.prompt());
    }

    private boolean handle(Question asked, String typed) {
        if (typed.equals("?")) {
            return askAgain(asked, Question.HELP);
        }
        if (typed.equalsIgnoreCase("cancel")) {
            view.answered();
            if (asked.takeBack()) {
                ask(asked);
            } else {
                later.add(key(asked.item));
                question = null;
            }
            return false;
        }
        if (QUIT_WORDS.contains(typed.toLowerCase(Locale.ROOT))) {
            return askAgain(asked, "Ctrl-C leaves; the deployment continues. Ctrl-C once more ends everything.");
        }
        var wrong = asked.read(typed);
        if (wrong != null) {
            return askAgain(asked, style.bad(wrong));
        }
        if (asked.missing() != null) {
            ask(asked);
            return false;
        }
        try {
            view.answered();
            person = asked.by;
            var answer = messages.send(deployment, asked.message());
            view.say(style.faint("recorded: %s (%s)".formatted(asked.message().text(), answer.status())));
            answered++;
            question = null;
            return true;
        } catch (MessageRefused refused) {
            view.say(style.bad("refused: ") + refused.getMessage());
            question = null;
            return false;
        } catch (MessageUnanswered unanswered) {
            view.say(style.bad(String.valueOf(unanswered.getMessage())));
            question = null;
            return false;
        }
    }

    private boolean askAgain(Question asked, String why) {
        view.say(why);
        view.ask(asked.choices());
        return false;
    }
}
