package norn.phase;

/** The signals between Norn's own workflows, by name; people never send them. */
public final class InternalSignals {
    /** From a phase to its deployment: the next entries of its journal. */
    public static final String PROGRESS = "progress";
    /** From a deployment to its phase: stop where it stands, for that reason. */
    public static final String STOP = "stop";
    /** From a deployment to its phase: another run, named for people, has taken the lock. */
    public static final String LOCK_LOST = "lock-lost";
    /** From the same: it has the lock again that this other run had. */
    public static final String LOCK_REGAINED = "lock-regained";
    /** From a deployment to its phase: from now on orders bear that fence. */
    public static final String FENCE = "fence";
    /** The same, with the hosts that could not note it yet. */
    public static final String FENCE_TAKEN = "fence-taken";
    /** From a phase to its deployment: take the environment, since somebody says GO at the gate that begins the day. */
    public static final String TAKE_ENVIRONMENT = "take-environment";
    /** From a deployment to its day: it has taken the environment. */
    public static final String ENVIRONMENT_TAKEN = "environment-taken";
    /** From the same: it cannot have the environment, for that reason. */
    public static final String ENVIRONMENT_REFUSED = "environment-refused";
    /** From the deployment that changes the environment: suspend the watch. */
    public static final String SUSPEND = "suspend";
    /** From the same: it has not gone live, so the watch is resumed. */
    public static final String END_SUSPENSION = "end-suspension";
    /** From the same: it has gone live, so the watch is over. */
    public static final String SUPERSEDE = "supersede";

    private InternalSignals() {}
}
