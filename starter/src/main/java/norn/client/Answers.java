package norn.client;

import norn.report.Checklist;

/** Gives the answers that a deployment waits for. */
@FunctionalInterface
public interface Answers {
    /** Gives the answers that can be given now, without waiting for people; returns whether it gave one. */
    boolean answer(Checklist checklist);

    /** Gives none: somebody else does. */
    static Answers none() {
        return checklist -> false;
    }
}
