package norn.run;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Looks at a run whose id is taken: at a lock, or at a phase that an earlier run left behind. A local activity. */
@ActivityInterface
public interface InspectRun {
    /**
     * Whose it is. What belongs to nobody any more (its holder is closed, or is an earlier run of the asker's own) is ended,
     * and counts as free then.
     */
    @ActivityMethod(name = "inspect-run")
    RunInspection inspect(InspectionRequest request);

    /**
     * The question.
     *
     * @param id the id of the run to look at
     * @param requester the id of the run that asks
     * @param requesterRun which of its runs
     */
    record InspectionRequest(String id, String requester, String requesterRun) {}

    /**
     * The answer.
     *
     * @param free nobody has it now
     * @param ownedByRequester it is a child of the very run that asks
     * @param holder the id of the run that has it; null where it is free, or was started by hand
     */
    record RunInspection(
            boolean free,
            boolean ownedByRequester,
            @Nullable String holder) {
        /** The holder for people. */
        public String holderText() {
            return holder == null ? "nobody's deployment: the lock was started by hand, end it to free it" : holder;
        }
    }
}
