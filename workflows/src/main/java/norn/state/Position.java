package norn.state;

/** How far a phase is, as it matters for stopping it. */
public enum Position {
    /** Nothing is changed: a stop just stops. */
    BEFORE_CHANGE,
    /** The environment is changed and users are out: a stop rolls all of it back, and no user's data is lost. */
    CHANGED,
    /** Users may be in: only criteria and orders start a rollback. */
    LIVE
}
