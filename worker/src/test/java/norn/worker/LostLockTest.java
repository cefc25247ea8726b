package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowTargetOptions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lock that somebody ends, and another takes before its holder does. */
@Tag("server")
class LostLockTest extends WorkflowTestBase {
    @Test
    void asks_and_goes_on_once_it_is_free_and_people_say_so() {
        var deployment = harness.deployment("d", "e").untilGoLive();
        var other = takeLock("e");

        deployment.awaitWaiting("environment-lock");
        assertThat(deployment.checklist().path("waiting").toString()).contains("the lock was started by hand");
        other.stub().signal("release");
        deployment.update("resolve", "step", "environment-lock", "choice", "RETRY", "by", "alice");
        deployment.awaitChecklist(checklist -> checklist.path("waiting").size() == 1);

        deployment.update("decide", "gate", "go-live", "verdict", "GO", "by", "alice");
        await().until(() ->
                !harness.environments.orders("e", "disable-maintenance").isEmpty());
        assertThat(harness.environments
                        .orders("e", "disable-maintenance")
                        .get(0)
                        .fence())
                .isEqualTo(2);
    }

    @Test
    void can_be_answered_by_going_back_once_it_is_free() {
        var deployment = harness.deployment("d", "e").untilGoLive();
        var other = takeLock("e");
        deployment.awaitWaiting("environment-lock");

        deployment.update("resolve", "step", "environment-lock", "choice", "ROLL_BACK", "by", "alice");
        other.stub().signal("release");

        assertThat(deployment.awaitStatus("ROLLED_BACK").result().reason()).contains("alice chose ROLL_BACK");
    }

    @Test
    void asks_a_standalone_rollback_too() {
        harness.environments.failTimes("e", "restore-code", 1);
        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"))
                .awaitWaiting("restore-code");
        var other = takeLock("e");
        rollback.update("resolve", "step", "restore-code", "choice", "RETRY", "by", "alice");
        rollback.awaitWaiting("environment-lock");
        other.stub().signal("release");

        rollback.update("resolve", "step", "environment-lock", "choice", "RETRY", "by", "alice");

        rollback.awaitStatus("ROLLED_BACK");
    }

    /** Ends the lock, and has another take it, however quick the holder is. */
    private WorkflowHarness.TestRun takeLock(String environment) {
        var taker = CompletableFuture.supplyAsync(() -> {
            while (true) {
                try {
                    return harness.start("EnvironmentLock", "norn/" + environment, input());
                } catch (WorkflowException taken) {
                    Thread.onSpinWait();
                }
            }
        });
        await().ignoreExceptions().until(() -> {
            var held = harness.run("norn/" + environment).stub().describe();
            if (held.getParentExecution() != null) {
                harness.client
                        .newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                                .setWorkflowExecution(held.getExecution())
                                .build())
                        .signal("release");
            }
            return taker.isDone();
        });
        return taker.join();
    }
}
