package norn.phase;

/** The signals between Norn's own workflows, by name; people never send them. */
public final class InternalSignals {
    /** From a phase to its deployment: the next entries of its journal. */
    public static final String PROGRESS = "progress";
    /** From a deployment to its phase: stop where it stands, for that reason. */
    public static final String STOP = "stop";
    /** From a deployment to its phase: from now on orders bear that fence. */
    public static final String FENCE = "fence";
    /** From the deployment that changes the environment: suspend the watch. */
    public static final String SUSPEND = "suspend";
    /** From the same: it has not gone live, so the watch is resumed. */
    public static final String END_SUSPENSION = "end-suspension";
    /** From the same: it has gone live, so the watch is over. */
    public static final String SUPERSEDE = "supersede";

    private InternalSignals() {}
}
