package norn.state;

/** Where a phase stands, as far as stopping it is concerned. */
public enum Position {
    /** The world is as it was: whoever stops, stops. */
    BEFORE_CHANGE,
    /** The world is changed and players are out: whoever stops, takes it all back, and no player's data is lost. */
    CHANGED,
    /** Players may be in: only criteria and orders take the release back. */
    LIVE
}
