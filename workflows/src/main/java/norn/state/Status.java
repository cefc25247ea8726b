package norn.state;

/** The contract's states of a deployment, a phase or a rollback. */
public enum Status {
    RUNNING,
    WAITING_FOR_PEOPLE,
    PAUSED,
    ROLLING_BACK,
    SUCCESSFUL,
    PARTIAL,
    ROLLED_BACK,
    ABANDONED,
    ROLLBACK_FAILED
}
