package norn.record;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Runs {@code rollback.sh --plan}: it surveys what a rollback would survey, by the script, and changes nothing. What keeps the script
 * from working is found before the first change, and not on the night on which it is needed. The release is named, since nothing is in
 * effect yet that could be taken back.
 */
final class TryRollbackScript {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        if (attempt.host().localRollback().isEmpty()) {
            return attempt.evidence().notNeeded(WriteRollbackScript.ELSEWHERE);
        }
        var previous = order.previousRelease();
        if (previous == null) {
            return attempt.evidence().notNeeded("no release serves that a rollback could go back to");
        }
        var script = new RollbackScript(attempt.host(), order);
        if (!Files.exists(script.file())) {
            script.write();
        }
        var plan = new Commands(attempt)
                .run(Invocation.of("rollback-plan", List.of(script.file().toString(), "--plan", "--to", previous))
                        .withEnvironment(attempt.host().secretVariables())
                        .withSeparateErrors()
                        .withTimeout(TIMEOUT));
        if (plan.exitCode() != 0) {
            throw new ActionFailed(
                    "RollbackScriptFails",
                    "%s: it says: %s".formatted(plan.ending(), plan.tail()),
                    "Fix what it names, then RETRY. Without it nobody can roll back while the Temporal server is gone.",
                    true);
        }
        return attempt.evidence()
                .value("script", script.file().toString())
                .value("plan", plan.log().toString())
                .done("%s --plan says what a rollback would do: %s".formatted(script.file(), plan.log()));
    }
}
