package norn.cli.follow;

import java.util.Locale;
import java.util.Set;
import norn.cli.connection.Messages;
import norn.cli.connection.Refused;
import norn.cli.connection.Unanswered;
import norn.cli.terminal.Style;
import norn.journal.Checklist;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal for each thing that waits, one after the other, and sends what they say. */
public final class TypedAnswers implements Answers {
    private static final Set<String> LEAVING = Set.of("q", "quit", "exit");

    private final Messages messages;
    private final String deployment;
    private final Keyboard keyboard;
    private final View view;
    private final Style style;
    private @Nullable Question question;
    private @Nullable String person;

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
            now = new Question(checklist.waiting().get(0), person);
            ask(now);
        }
        question = now;
        if (now == null) return false;
        var typed = keyboard.line();
        return typed.isPresent() && take(now, typed.get());
    }

    private void ask(Question asked) {
        view.ask(asked.prompt());
    }

    private boolean take(Question asked, String typed) {
        if (typed.equals("?")) return again(asked, Question.HELP);
        if (LEAVING.contains(typed.toLowerCase(Locale.ROOT)))
            return again(asked, "Ctrl-C leaves; the deployment goes on. Once more, and all of it ends.");
        var wrong = asked.take(typed);
        if (wrong != null) return again(asked, style.bad(wrong));
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
        } catch (Refused refused) {
            view.say(style.bad("refused: ") + refused.getMessage());
            question = null;
            return false;
        } catch (Unanswered later) {
            view.say(style.bad(String.valueOf(later.getMessage())));
            question = null;
            return false;
        }
    }

    private boolean again(Question asked, String why) {
        view.say(why);
        view.ask(asked.choices());
        return false;
    }
}
