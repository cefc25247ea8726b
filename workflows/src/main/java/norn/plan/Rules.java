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
    public static final Rules CURRENT = new Rules(5);

    /** The rules of that version. */
    @JsonCreator
    public Rules {}

    /** Whether a phase reports to its deployment not only what matters, but also what it has not reported for a while. */
    public boolean keepsProgressFresh() {
        return version >= 2;
    }

    /** Whether the rollback of a day takes the fence anew, so that hosts refuse the day's orders from then on. */
    public boolean raisesFenceForRollback() {
        return version >= 2;
    }

    /** Whether people are notified of every failure, also where the phase goes on without the step. */
    public boolean tellsOfEveryFailure() {
        return version >= 2;
    }

    /** Whether a success needs every criterion met; else it only needs that none is unmet. */
    public boolean requiresEveryCriterionMet() {
        return version >= 2;
    }

    /** Whether the code alone is rolled back unasked only where the environment says that it fits the new schema. */
    public boolean heedsSchema() {
        return version >= 2;
    }

    /** Whether KEEP covers what was seen, for a while; else it covers whatever comes until the watch ends. */
    public boolean keepCoversWhatWasSeen() {
        return version >= 2;
    }

    /** Whether what was done for a T-0 that is moved, and is only good near it, is done again. */
    public boolean redoesWhatWasDoneForOldT0() {
        return version >= 2;
    }

    /** Whether people are notified when something waits for them, reminded, and warned of deadlines and of gates to come. */
    public boolean tellsPeople() {
        return version >= 2;
    }

    /** Whether an answer that is sent again is taken for what it is, and changes nothing; else it is refused as late. */
    public boolean takesRepeatedAnswers() {
        return version >= 2;
    }

    /** Whether a watch that cannot watch asks, and is tried again until its window is over. */
    public boolean retriesWatches() {
        return version >= 2;
    }

    /** Whether the environment is taken with the GO at the gate that begins the day, rather than before the day. */
    public boolean locksAtStartOfDay() {
        return version >= 2;
    }

    /** Whether a NO_GO for a later gate of the week is stored for it once users are in, rather than ending the run. */
    public boolean keepsEarlyNoGoOnceLive() {
        return version >= 2;
    }

    /** Whether a rollback is over only once users are in again, rather than with its proof. */
    public boolean restoresAccessBeforeTheEnd() {
        return version >= 2;
    }

    /** Whether a phase bounds how many refusals, and how many messages that wait for nothing, it records. */
    public boolean boundsMessages() {
        return version >= 2;
    }

    /** Whether people are paged while the lock that a deployment had is another's. */
    public boolean pagesWhileLockIsLost() {
        return version >= 2;
    }

    /** Whether a deployment shows its state once for all that happens together, rather than at each event. */
    public boolean showsOnce() {
        return version >= 2;
    }

    /** Whether preparation, and the wait for the day to begin, continue in fresh histories too. */
    public boolean renewsEveryHistory() {
        return version >= 2;
    }

    /** Whether the watch of the release before goes on until this deployment's first change. */
    public boolean suspendsWatchAtFirstChange() {
        return version >= 2;
    }

    /** Whether a number that a person enters is refused where it cannot be: below 0, or above 100 %. */
    public boolean refusesImpossibleNumbers() {
        return version >= 2;
    }

    /** Whether people are asked, before anything goes on, where another run has taken the lock. */
    public boolean asksWhenLockIsTaken() {
        return version >= 3;
    }

    /** Whether a host that cannot raise the fence holds up no rollback; else it waits, and pages, until every host has. */
    public boolean goesOnWithoutMissingHosts() {
        return version >= 3;
    }

    /** Whether those who decide are notified of every end that is not a success. */
    public boolean tellsOfTheEnd() {
        return version >= 3;
    }

    /** Whether an action whose worker is lost is not given again once its phase ends. */
    public boolean givesNothingAgainAtTheEnd() {
        return version >= 3;
    }

    /** Whether a day that is not to begin withdraws what people were notified of before it; else it just does not begin. */
    public boolean withdrawsBeforeTheDay() {
        return version >= 4;
    }

    /** Whether a phase reports what it has not reported for a while though nothing more happens; else at the next event alone. */
    public boolean reportsWithoutAnEvent() {
        return version >= 5;
    }

    /** Whether a rollback that is given up before users are in again has failed, whatever it has proven. */
    public boolean takesNoFailureForRestoredAccess() {
        return version >= 3;
    }
}
