package norn.run;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import org.jspecify.annotations.Nullable;

/** What the workflows need for themselves; steps have actions. */
@ActivityInterface
public interface NornActivities {
    /** The type of failure of an activity whose worker died, as a later worker reports it. */
    String WORKER_LOST = "WorkerLost";
    /** Its message. */
    String WORKER_LOST_MESSAGE = "the worker was lost while it worked";
    /** Its remedy. */
    String WORKER_LOST_REMEDY = "Check the worker, then RETRY.";

    /** The type of failure of {@link #follow} where the run has accepted the order and does not begin to roll back. */
    String NO_PROGRESS = "NoProgress";

    /**
     * Makes and checks the plan.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code InvalidPlan} with every problem at once
     */
    @ActivityMethod(name = "make-plan")
    Plan makePlan(PlanRequest request);

    /** Records on this host that a new holder has the environment, and returns what it found there. */
    @ActivityMethod(name = "take-fence")
    FenceGrant takeFence(FenceRequest request);

    /** The highest fence of that environment on this host. */
    @ActivityMethod(name = "read-fence")
    long readFence(String environment);

    /** Saves the record of a run as it stands to disk, and returns where its report lies. */
    @ActivityMethod(name = "save-record")
    String saveRecord(RecordRequest request);

    /** Waits for what comes of an order to roll back that the run was given, and returns its result. */
    @ActivityMethod(name = "follow")
    Result follow(String run);

    /** Terminates a run that does not answer, and what it started. */
    @ActivityMethod(name = "end-run")
    void endRun(EndRequest request);

    /**
     * Who takes the fence of an environment on a host.
     *
     * @param atLeast the number that it has on another host of the same environment; 0: none yet
     */
    record FenceRequest(String environment, String holder, long atLeast) {}

    /**
     * Whose record is to be saved.
     *
     * @param run asked for its checklist, report and record
     * @param result null before the status is final
     */
    record RecordRequest(
            String run, String environment, @Nullable Result result) {}

    /** Which run is to be terminated, and why. */
    record EndRequest(String run, String reason) {}
}
