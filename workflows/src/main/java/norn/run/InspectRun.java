package norn.run;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Inspects a run whose id is taken: a lock, or a phase that an earlier run left behind. A local activity. */
@ActivityInterface
public interface InspectRun {
    /**
     * Says whose run it is. One that belongs to nobody any more (its holder is closed, or is an earlier run of the requester) is
     * terminated first, and counts as free.
     */
    @ActivityMethod(name = "inspect-run")
    RunInspection inspect(InspectionRequest request);

    /**
     * Which run is inspected, and for whom.
     *
     * @param id the id of the run to inspect
     * @param requester the id of the run that asks
     * @param requesterRun which of the runs of that id asks
     */
    record InspectionRequest(String id, String requester, String requesterRun) {}

    /**
     * Whose run it is.
     *
     * @param free nobody has that id now
     * @param ownedByRequester it is a child of the very run that asks
     * @param holder the id of the run that has it; null where it is free, or was started by hand
     */
    record RunInspection(
            boolean free,
            boolean ownedByRequester,
            @Nullable String holder) {
        /** Nobody has that id. */
        public static RunInspection nobody() {
            return new RunInspection(true, false, null);
        }

        /** It was started by hand. */
        public static RunInspection startedByHand() {
            return new RunInspection(false, false, null);
        }

        /** It is a child of the requester. */
        public static RunInspection ownedBy(String requester) {
            return new RunInspection(false, true, requester);
        }

        /** It is a child of another run. */
        public static RunInspection heldBy(String holder) {
            return new RunInspection(false, false, holder);
        }

        /** The holder for people. */
        public String holderText() {
            return holder == null ? "nobody's deployment: the lock was started by hand, end it to free it" : holder;
        }
    }
}
