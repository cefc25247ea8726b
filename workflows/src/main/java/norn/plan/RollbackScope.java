package norn.plan;

import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback restores, and on whose word.
 *
 * @param mode as ordered; once the survey has succeeded, what it came to
 * @param to the release to go back to; null: the one that the last D-Day recorded
 * @param byPerson a person ordered it, rather than a rule
 * @param beforeGoLive the deployment has let nobody in, so that all data written since is its own tests'; false also where that is
 *     not known
 */
public record RollbackScope(RollbackMode mode, @Nullable String to, boolean byPerson, boolean beforeGoLive) {
    /** What a person's order means that says no more. */
    public static RollbackScope orderedByPerson() {
        return new RollbackScope(RollbackMode.AUTO, null, true, false);
    }

    /** The same in another mode. */
    public RollbackScope inMode(RollbackMode other) {
        return new RollbackScope(other, to, byPerson, beforeGoLive);
    }

    /** The same to another release; null: the one that the last D-Day recorded. */
    public RollbackScope backTo(@Nullable String release) {
        return new RollbackScope(mode, release, byPerson, beforeGoLive);
    }
}
