package norn.state;

/** The contract's states of a step. */
public enum StepState {
    PENDING,
    WAITING,
    RUNNING,
    DONE,
    SKIPPED,
    FAILED,
    NOT_NEEDED
}
