package norn.cli.follow;

import java.util.Locale;
import java.util.Set;
import norn.cli.terminal.Style;
import norn.client.MessageRefused;
import norn.client.MessageUnanswered;
import norn.client.Messages;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal for each thing that waits, one after the other, and sends what they say. */
public final class InteractiveAnswers implements Answers {
    private static final Set<String> QUIT_WORDS = Set.of("q", "quit", "exit");

    private final Messages messages;
    private final String deployment;
    private final Keyboard keyboard;
    private final ProgressView view;
    private final Style style;
    private @Nullable Question question;
    private @Nullable String person;

    /** Asks through that view, and reads that keyboard. */
    public InteractiveAnswers(Messages messages, String deployment, Keyboard keyboard, ProgressView view, Style style) {
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
            now = new Question(checklist.waiting().get(0), person);
            ask(now);
        }
        question = now;
        if (now == null) {
            return false;
        }
        var typed = keyboard.line();
        return typed.isPresent() && handle(now, typed.get());
    }

    private void ask(Question asked) {
        view.ask(asked.prompt());
    }

    private boolean handle(Question asked, String typed) {
        if (typed.equals("?")) {
            return askAgain(asked, Question.HELP);
        }
        if (QUIT_WORDS.contains(typed.toLowerCase(Locale.ROOT))) {
            return askAgain(asked, "Ctrl-C leaves; the deployment goes on. Once more, and all of it ends.");
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
            var answer = messages.send(deployment, asked.item.message().name(), asked.payload());
            view.say(style.good("accepted") + style.faint(": " + answer.status()));
            question = null;
            return true;
        } catch (MessageRefused refused) {
            view.say(style.bad("refused: ") + refused.getMessage());
            question = null;
            return false;
        } catch (MessageUnanswered later) {
            view.say(style.bad(String.valueOf(later.getMessage())));
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
