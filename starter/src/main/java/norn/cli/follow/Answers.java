package norn.cli.follow;

import norn.report.Checklist;

/** Answers what a deployment waits for. */
@FunctionalInterface
public interface Answers {
    /** Gives the answers that can be given now; returns whether there was one. Does not wait for people. */
    boolean answer(Checklist checklist);

    /** Answers nothing: somebody else will. */
    static Answers none() {
        return checklist -> false;
    }
}
