package norn.run;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import org.jspecify.annotations.Nullable;

/** What the workflows themselves want done; steps have actions. */
@ActivityInterface
public interface NornActivities {
    /** The failure of any activity whose worker died, as a later worker reports it. */
    String WORKER_LOST = "WorkerLost";
    /** Its message. */
    String WORKER_LOST_MESSAGE = "the worker was lost while it worked";

    /**
     * Makes and checks the plan.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code InvalidPlan} with every problem at once
     */
    @ActivityMethod(name = "make-plan")
    Plan makePlan(PlanRequest request);

    /** Notes on this host that a new holder has the environment, and says what it found there. */
    @ActivityMethod(name = "take-fence")
    FenceGrant takeFence(FenceRequest request);

    /** Writes the record of a run as it stands to the disk, and returns where its report lies. */
    @ActivityMethod(name = "save-record")
    String saveRecord(RecordRequest request);

    /** Waits until the run has a final status, and returns its result. */
    @ActivityMethod(name = "follow")
    Result follow(String run);

    /** Ends a run that does not answer, and what it started. */
    @ActivityMethod(name = "end-run")
    void endRun(EndRequest request);

    /**
     * A number to be noted.
     *
     * @param atLeast a number that was noted on another host of the same environment; 0: none
     */
    record FenceRequest(String environment, String holder, long atLeast) {}

    /**
     * A run whose record is to be kept.
     *
     * @param run asked for its checklist, report and record
     * @param result null before the status is final
     */
    record RecordRequest(
            String run, String environment, @Nullable Result result) {}

    /** A run to be ended, and why. */
    record EndRequest(String run, String reason) {}
}
