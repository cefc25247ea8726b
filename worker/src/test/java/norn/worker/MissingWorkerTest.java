package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import norn.run.TaskQueues;
import norn.state.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host whose worker does not run: that is noticed soon, and people are notified. The server skips no time meanwhile. */
@Tag("server")
class MissingWorkerTest extends WorkflowTestBase {
    private static final String ENVIRONMENT = TestRunbook.TWO_HOSTS;
    private static final String NO_WORKER = "host game-1: no worker takes its orders";

    @Test
    void that_is_stopped_lets_a_short_step_end_and_leaves_a_long_one_to_the_next() {
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        harness.environments.endlessStep("d", "activate");
        var deployment = harness.deployment("d", ENVIRONMENT).untilDay().go("shut-down");
        await().until(() ->
                !harness.environments.orders(ENVIRONMENT, "activate").isEmpty());

        harness.endHost();
        harness.environments.finishStep("d", "activate");
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);

        deployment.awaitFailure("go-live");
        assertThat(harness.environments.orders(ENVIRONMENT, "activate")).hasSize(2);
        assertThat(harness.environments.orders(ENVIRONMENT, "page")).isEmpty();
    }

    @Test
    void is_said_at_every_gate_before_the_first_change_and_the_day_can_be_stopped() {
        var deployment = harness.deployment("d", ENVIRONMENT).prepare().awaitWaiting("start-day");

        var reason = deployment.refusal("decide", "gate", "start-day", "verdict", "GO", "by", "alice");

        assertThat(reason).isEqualTo("the fence of two-hosts cannot be taken: " + NO_WORKER);
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        deployment.go("start-day").awaitWaiting("shut-down");
        harness.endHost();
        assertThat(deployment.refusal("decide", "gate", "shut-down", "verdict", "GO", "by", "alice"))
                .isEqualTo(reason);
        assertThat(deployment.noGo("shut-down").result().status()).isEqualTo(Status.ABANDONED);
    }

    @Test
    void is_asked_about_during_the_day_and_the_step_is_tried_again_once_it_is_there() {
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        harness.environments.endlessStep("d", "migrate-database");
        var deployment = harness.deployment("d", ENVIRONMENT).untilDay().go("shut-down");
        await().until(() ->
                !harness.environments.orders(ENVIRONMENT, "migrate-database").isEmpty());
        harness.endHost();
        harness.environments.finishStep("d", "migrate-database");

        deployment.awaitFailure("activate");

        assertThat(deployment.checklist().path("waiting").get(0).path("detail").asText())
                .isEqualTo(
                        "NoWorker: %s. Start it there (norn worker --host game-1), then RETRY.".formatted(NO_WORKER));
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        deployment.update("resolve", "step", "activate", "choice", "RETRY", "by", "alice");
        deployment.awaitWaiting("go-live");
    }

    @Test
    void holds_up_no_rollback_but_for_the_step_that_needs_it() {
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        var deployment = harness.deployment("d", ENVIRONMENT).untilGoLive();
        harness.endHost();

        deployment.noGo("go-live").awaitFailure("restore-code");

        assertThat(texts("page"))
                .containsExactly(
                        "the fence of two-hosts cannot be taken: %s. What that host is not needed for goes on; a step that needs it asks until it is there"
                                .formatted(NO_WORKER),
                        "restore-code failed: NoWorker: " + NO_WORKER
                                + ". Start it there (norn worker --host game-1), then RETRY.");
        assertThat(deployment
                        .update("incident", "id", "i", "severity", "P1", "summary", "s", "state", "OPEN", "by", "bob")
                        .accepted())
                .isTrue();
        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        deployment.update("resolve", "step", "restore-code", "choice", "RETRY", "by", "alice");
        deployment.awaitStatus("ROLLED_BACK");
        assertThat(orderedOn("d/rollback", TestRunbook.OTHER_HOST)).endsWith("take-fence", "restore-code");
    }

    @Test
    void holds_up_no_standalone_rollback_either() {
        harness.start("Rollback", "r", input("environment", ENVIRONMENT, "reason", "it burns", "by", "alice"))
                .awaitFailure("restore-code");

        harness.startHost(ENVIRONMENT, TestRunbook.OTHER_HOST);
        harness.run("r").update("resolve", "step", "restore-code", "choice", "RETRY", "by", "alice");

        harness.run("r").awaitStatus("ROLLED_BACK");
        assertThat(orderedOn("r", TestRunbook.OTHER_HOST)).endsWith("take-fence", "restore-code");
    }

    private List<String> texts(String action) {
        return harness.environments.orders(ENVIRONMENT, action).stream()
                .map(order -> String.valueOf(order.options().get("text")))
                .toList();
    }

    /** The activities that the run has scheduled on that host. */
    private List<String> orderedOn(String run, String host) {
        var queue = TaskQueues.ofHost(ENVIRONMENT, host);
        return harness.history(run).getEvents().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(scheduled -> scheduled.getTaskQueue().getName().equals(queue))
                .map(scheduled -> scheduled.getActivityType().getName())
                .toList();
    }
}
