package norn.deployment;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import norn.engine.Command;
import norn.plan.Plan;
import norn.run.ActivityCalls;
import norn.run.Limits;
import norn.run.Wait;
import norn.runbook.Work;
import norn.state.Status;
import org.slf4j.Logger;

/** The notice of an end that nobody planned, to all who decide about a deployment: whoever ended it, the others learn of it. */
final class EndNotice {
    private static final Logger LOG = Workflow.getLogger(EndNotice.class);
    /** Notices of one run differ in their numbers; those of its phases and of its lock are lower. */
    private static final int NUMBER = 1_000_000;

    private final Promise<Void> sent;

    private EndNotice(Promise<Void> sent) {
        this.sent = sent;
    }

    /** Whether people are to be notified of that end; a success is announced by the runbook. */
    static boolean isDue(Plan plan, RunOutcome end) {
        return plan.rules().tellsOfTheEnd() && end.status() != Status.SUCCESSFUL;
    }

    /** Sends it, without waiting for it; those on call get it too where the rollback failed. */
    static EndNotice send(Plan plan, RunOutcome end) {
        var text = "%s to %s has ended: %s".formatted(plan.release(), plan.environment(), end.text());
        var tell = new Command.Tell(deciders(plan), "end", text, end.status() == Status.ROLLBACK_FAILED);
        return new EndNotice(ActivityCalls.whileWaiting(plan).tell(tell, NUMBER).handle((evidence, failure) -> {
            if (failure != null) {
                LOG.warn("event=end-notice-failed text={}", text, failure);
            }
            return null;
        }));
    }

    /** Waits a while until it is sent: a run that closes takes its orders with it. */
    void await() {
        Wait.until(sent::isCompleted, Limits.END_NOTICE_TIMEOUT, "until people are notified of the end");
    }

    private static List<String> deciders(Plan plan) {
        var roles = new ArrayList<String>();
        for (var phase : plan.runbook().phases()) {
            for (var step : phase.steps()) {
                step.work().match(action -> List.<String>of(), task -> List.<String>of(), Work.Gate::roles).stream()
                        .filter(role -> !roles.contains(role))
                        .forEach(roles::add);
            }
        }
        return roles.isEmpty() ? List.copyOf(plan.policy().people().keySet()) : roles;
    }
}
