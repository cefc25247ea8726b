package norn.deployment;

import norn.journal.Status;

/**
 * How a run ends.
 *
 * @param reason for people; empty where it simply ran to its end
 */
record End(Status status, String reason) {
    static End abandoned(String reason) {
        return new End(Status.ABANDONED, reason);
    }
}
