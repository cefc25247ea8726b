package norn.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import norn.state.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cancelling is a NO_GO where it stands. */
@Tag("server")
class CancelTest extends WorkflowTestBase {
    private static void assertCancelled(WorkflowHarness.TestRun run, String status) {
        assertThatThrownBy(run::result)
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
        assertThat(run.status()).isEqualTo(status);
    }

    @Test
    void in_preparation() {
        var deployment = harness.deployment("d").awaitWaiting("review-documentation");

        deployment.stub().cancel();

        assertCancelled(deployment, "ABANDONED");
    }

    @Test
    void on_the_day_before_the_first_change() {
        var deployment = harness.deployment("d").prepare().awaitWaiting("start-day");

        deployment.stub().cancel();

        assertCancelled(deployment, "ABANDONED");
    }

    @Test
    void on_the_day_after_the_first_change() {
        var deployment = harness.deployment("d").untilGoLive();

        deployment.stub().cancel();

        deployment.awaitStatus("ROLLED_BACK").complete("post-mortem");
        assertCancelled(deployment, "ROLLED_BACK");
        assertThat(harness.environments.orders("d", "restore-code").get(0).fence())
                .isEqualTo(2);
    }

    @Test
    void an_action_whose_worker_is_lost_meanwhile_is_not_given_again() {
        harness.environments.endlessUntilLost("d", "activate");
        var deployment = harness.deployment("d").untilDay().go("shut-down");
        await().until(() -> !harness.environments.orders("d", "activate").isEmpty());

        deployment.stub().cancel();

        deployment.awaitStatus("ROLLED_BACK").complete("post-mortem");
        assertCancelled(deployment, "ROLLED_BACK");
        assertThat(harness.environments.orders("d", "activate")).hasSize(1);
    }

    @Test
    void while_it_is_watched() {
        var deployment = harness.deployment("d").goLive().awaitWaiting("weekly-review");

        deployment.stub().cancel();

        assertCancelled(deployment, "PARTIAL");
    }

    @Test
    void while_it_is_rolled_back() {
        harness.environments.failTimes("d", "restore-code", 1);
        var deployment = harness.deployment("d").untilGoLive().noGo("go-live").awaitWaiting("restore-code");

        deployment.stub().cancel();
        deployment.update("resolve", "step", "restore-code", "choice", "RETRY", "by", "bob");

        deployment.awaitStatus("ROLLED_BACK").complete("post-mortem");
        assertCancelled(deployment, "ROLLED_BACK");
    }

    @Test
    void a_no_go_that_meets_the_end_of_a_phase_is_no_failure() {
        for (var id : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(harness.deployment(id)
                            .prepare()
                            .noGo("start-day")
                            .result()
                            .status())
                    .isEqualTo(Status.ABANDONED);
        }
    }

    @Test
    void of_a_phase_is_of_its_deployment() {
        var deployment = harness.deployment("d").awaitWaiting("review-documentation");

        harness.run("d/pre-deployment").stub().cancel();

        assertThat(deployment.result().reason()).contains("cancelled");
        assertThat(deployment.status()).isEqualTo("ABANDONED");
    }

    @Test
    void while_a_rollback_of_the_watched_release_waits_for_its_go() {
        harness.environments.costlyRollback("d");
        var deployment = harness.deployment("d").goLive().awaitWaiting("weekly-review");
        deployment.update("rollBack", "reason", "slow", "by", "alice");
        deployment.awaitWaiting("set-data-aside");

        deployment.stub().cancel();

        assertCancelled(deployment, "PARTIAL");
        assertThat(harness.environments.orders("d", "restore-code")).isEmpty();
    }
}
