package norn.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The version of the rules that a plan runs by. It is raised when the same events would lead to other commands: a deployment
 * under way keeps the rules that it began with. Every such change is a question here, named after what it decides, such as
 * {@code boolean reopensInterruptedPhase() { return version >= 2; }}; nobody else compares versions.
 */
public record Rules(@JsonValue int version) {
    /** The rules that plans are made for now. */
    public static final Rules CURRENT = new Rules(2);

    /** The rules of that version. */
    @JsonCreator
    public Rules {}

    /** Whether the rollback of a day takes the fence anew, so that hosts refuse the day's orders from then on. */
    public boolean raisesFenceForRollback() {
        return version >= 2;
    }

    /** Whether people are told of every failure, also where the phase goes on without the step. */
    public boolean tellsOfEveryFailure() {
        return version >= 2;
    }

    /** Whether a watch that cannot watch asks, and is tried again until its window is over. */
    public boolean retriesWatches() {
        return version >= 2;
    }
}
