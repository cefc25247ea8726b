package norn.cli.follow;

import java.util.HashSet;
import java.util.Set;
import norn.client.Answers;
import norn.report.Checklist;

/** Where nobody can be asked: prints the command that answers each thing that waits, and waits. */
public final class AnswerHints implements Answers {
    private final ProgressView view;
    private final Set<String> shown = new HashSet<>();

    /** Prints through that view. */
    public AnswerHints(ProgressView view) {
        this.view = view;
    }

    @Override
    public boolean answer(Checklist checklist) {
        for (var item : checklist.waiting()) {
            if (shown.add(item.kind() + " " + item.id() + " " + item.attempt())) {
                view.say(" ".repeat(10) + WaitingItemText.answer(item, checklist.deployment()));
            }
        }
        return false;
    }
}
