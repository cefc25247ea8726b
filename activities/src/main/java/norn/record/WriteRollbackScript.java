package norn.record;

import norn.action.Attempt;
import norn.plan.Order;
import norn.state.Evidence;

/** Writes {@code rollback.sh} beside the evidence of the deployment, while everything still works. */
final class WriteRollbackScript {
    /** Why neither this nor its trial has anything to do. */
    static final String ELSEWHERE =
            "a rollback without a server runs on one host, and components of this environment are on others";

    Evidence run(Order order, Attempt attempt) {
        if (attempt.host().localRollback().isEmpty()) {
            return attempt.evidence().notNeeded(ELSEWHERE);
        }
        var script = new RollbackScript(attempt.host(), order);
        script.write();
        return attempt.evidence()
                .value("script", script.file().toString())
                .done("if the Temporal server is lost: %s --reason TEXT".formatted(script.file()));
    }
}
