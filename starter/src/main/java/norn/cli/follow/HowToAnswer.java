package norn.cli.follow;

import java.util.HashSet;
import java.util.Set;
import norn.journal.Checklist;

/** Where nobody can be asked: says how each thing that waits can be answered from elsewhere, and waits. */
public final class HowToAnswer implements Answers {
    private final View view;
    private final Set<String> told = new HashSet<>();

    /** Says so through that view. */
    public HowToAnswer(View view) {
        this.view = view;
    }

    @Override
    public boolean answer(Checklist checklist) {
        for (var item : checklist.waiting())
            if (told.add(item.kind() + " " + item.id() + " " + item.attempt()))
                view.say(Waitings.commands(item, checklist.deployment())
                        .indent(10)
                        .stripTrailing());
        return false;
    }
}
