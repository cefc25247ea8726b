package norn.deployment;

import java.time.Instant;
import norn.run.Clock;
import norn.run.Result;
import norn.run.RunActivities;

/** How a run ends: its result, shown and on disk. */
final class Conclusion {
    private final DeploymentState state;
    private final Instant startedAt = Clock.now();

    Conclusion(DeploymentState state) {
        this.state = state;
    }

    /** The status is final from here on, and so is the saved record; people are notified of it. */
    void conclude(RunOutcome outcome) {
        concludeUnsaved(outcome);
        var plan = state.plan();
        if (plan == null || !EndNotice.isDue(plan, outcome)) {
            saveRecord();
            return;
        }
        var notice = EndNotice.send(plan, outcome);
        saveRecord();
        notice.await();
    }

    /** The same where nothing happened that a record would tell. */
    void concludeUnsaved(RunOutcome outcome) {
        state.conclude(ResultBuilder.result(outcome, state, startedAt, Clock.now()));
    }

    /** Another run did what this one was asked for: its result is this one's. */
    void adopt(Result result) {
        state.conclude(result);
    }

    /** Saves the record as it stands; a result says where the report lies. */
    void saveRecord() {
        var result = state.result();
        var report = RunActivities.saveRecord(state.environment(), result);
        if (result != null && report.isPresent()) {
            state.conclude(result.withReport(report.get()));
        }
    }

    boolean isConcluded() {
        return state.result() != null;
    }

    /** The result, once there is one. */
    Result result() {
        var result = state.result();
        if (result == null) {
            throw new IllegalStateException("the run has not been concluded");
        }
        return result;
    }
}
