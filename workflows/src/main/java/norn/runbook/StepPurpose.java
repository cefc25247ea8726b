package norn.runbook;

/**
 * What a step is to the engine and to the reports, beyond what it does: the runbook says so, so that no id of a step and no name
 * of an action stands in the code. A step has at most one purpose; most have none.
 */
public enum StepPurpose {
    /** The gate of deployment day whose GO begins it, and sets T-0 where the start named none. */
    BEGINS_DAY,
    /** Records, before the first change, the state that a rollback returns to. */
    RECORDS_TARGET,
    /** Inspects the environment at the start of a rollback; its values say which of the later steps are needed. */
    SURVEYS,
    /** Its success proves that the rollback has restored the recorded state; what is left then can be left. */
    PROVES,
    /** Lets users in again, which ends the downtime. A step marked {@code goLive} does so in any case. */
    RESTORES_ACCESS,
    /** Takes a backup; the report counts those that failed. */
    BACKS_UP,
    /** Watches for the length of its option {@code window}, and ends early when a rollback criterion is met. */
    WATCHES,
    /** Writes a report of the kind that its option {@code kind} names. */
    REPORTS
}
