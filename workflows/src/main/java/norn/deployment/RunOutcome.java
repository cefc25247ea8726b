package norn.deployment;

import norn.state.Status;

/**
 * How a run ends.
 *
 * @param reason for people; empty where it simply ran to its end
 */
record RunOutcome(Status status, String reason) {
    static RunOutcome abandoned(String reason) {
        return new RunOutcome(Status.ABANDONED, reason);
    }

    static RunOutcome partial(String reason) {
        return new RunOutcome(Status.PARTIAL, reason);
    }

    /** Both in one line. */
    String text() {
        return reason.isEmpty() ? status.name() : status + ", " + reason;
    }
}
