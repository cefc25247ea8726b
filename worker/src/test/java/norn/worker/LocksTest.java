package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Duration;
import norn.plan.Order;
import norn.plan.RollbackScope;
import norn.runbook.RollbackMode;
import norn.state.Status;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class LocksTest extends WorkflowTestBase {
    @Test
    void waiting_for_the_day_to_begin_holds_nothing_and_costs_no_events_but_those_of_reminders() {
        var first = harness.deployment("first", "e").prepare().awaitWaiting("start-day");
        var events = harness.history("first").getEvents().size();
        harness.server.sleep(Duration.ofDays(90));

        harness.deployment("second", "e").untilDay();

        assertThat(harness.history("first").getEvents()).hasSizeLessThan(events + 500);
        assertThat(goRefusal(first)).isEqualTo("e is held by second");
    }

    @Test
    void a_go_that_comes_while_another_holds_the_environment_is_refused_and_the_gate_stays_open() {
        var first = harness.deployment("first", "e").untilDay();
        var second = harness.deployment("second", "e").prepare().awaitWaiting("start-day");

        var reason = goRefusal(second);

        assertThat(reason).isEqualTo("e is held by first");
        assertThat(second.refused()).containsExactly("decide alice: " + reason);
        first.noGo("shut-down").result();
        second.go("start-day").awaitWaiting("shut-down");
    }

    @Test
    void a_day_without_a_gate_that_begins_it_withdraws_what_was_announced_where_the_environment_is_held() {
        harness.deployment("first", TestRunbook.UNGATED).prepare().awaitWaiting("start-day");

        var second = harness.deployment("second", TestRunbook.UNGATED).prepare().result();

        assertThat(second.status()).isEqualTo(Status.ABANDONED);
        assertThat(second.reason()).isEqualTo("ungated is held by first");
        assertThat(harness.environments.orders(TestRunbook.UNGATED, "call-off"))
                .extracting(Order::deployment)
                .containsExactly("second");
        assertThat(harness.environments.orders(TestRunbook.UNGATED, "announce"))
                .extracting(Order::deployment)
                .doesNotContain("second");
    }

    @Test
    void a_go_that_was_sent_to_the_day_itself_takes_the_environment_too() {
        var first = harness.deployment("first", "e").prepare().awaitWaiting("start-day");
        harness.run("first/deployment-day").update("decide", "gate", "start-day", "verdict", "GO", "by", "alice");
        var second = harness.deployment("second", "e").prepare().awaitWaiting("start-day");

        assertThat(harness.run("second/deployment-day")
                        .refusal("decide", "gate", "start-day", "verdict", "GO", "by", "alice"))
                .isEqualTo("e is held by first");
        assertThat(goRefusal(second)).isEqualTo("e is held by first");
        first.go("shut-down").awaitWaiting("go-live");
        assertThat(harness.environments.orders("e", "activate").get(0).fence()).isEqualTo(1);
    }

    @Test
    void a_go_of_who_may_not_give_it_takes_nothing() {
        var first = harness.deployment("first", "e").prepare().awaitWaiting("start-day");

        first.refusal("decide", "gate", "start-day", "verdict", "GO", "by", "mallory");

        harness.deployment("second", "e").untilDay();
    }

    @Test
    void the_earlier_watch_goes_on_until_the_first_change() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        var second = harness.deployment("second", "e").untilDay();
        assertThat(first.status()).isEqualTo("WAITING_FOR_PEOPLE");

        second.go("shut-down").awaitWaiting("go-live");

        first.awaitStatus("PAUSED");
    }

    private static String goRefusal(WorkflowHarness.TestRun run) {
        return run.refusal("decide", "gate", "start-day", "verdict", "GO", "by", "alice");
    }

    @Test
    void a_terminated_holder_blocks_nobody() {
        var first = harness.deployment("first", "e").untilDay();
        first.stub().terminate("gone");

        harness.deployment("second", "e").untilDay();
    }

    @Test
    void a_lock_that_was_started_by_hand_counts_as_held_until_it_is_ended() {
        var lock = harness.start("EnvironmentLock", "norn/e", input());
        var first = harness.deployment("first", "e").prepare().awaitWaiting("start-day");
        var refused = goRefusal(first);
        lock.stub().signal("release");

        first.go("start-day").awaitWaiting("shut-down");

        assertThat(refused).contains("started by hand");
    }

    @Test
    void a_lock_that_is_ended_by_hand_is_taken_again() {
        harness.deployment("first", "e").untilDay();
        var before = harness.run("norn/e").stub().describe().getExecution().getRunId();
        harness.run("norn/e").stub().signal("release"); // the test server tells no parent of a terminated child

        Awaitility.await()
                .ignoreExceptions()
                .until(() -> !harness.run("norn/e")
                        .stub()
                        .describe()
                        .getExecution()
                        .getRunId()
                        .equals(before));

        assertThat(goRefusal(harness.deployment("second", "e").prepare().awaitWaiting("start-day")))
                .isEqualTo("e is held by first");
    }

    @Test
    void the_lock_is_free_once_the_day_is_over() {
        harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");

        harness.deployment("second", "e").untilDay();
    }

    @Test
    void a_new_deployment_that_goes_live_supersedes_the_watch_before() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        var second = harness.deployment("second", "e").untilGoLive();
        first.awaitStatus("PAUSED");

        second.go("go-live");

        var result = first.result();
        assertThat(result.status()).isEqualTo(Status.PARTIAL);
        assertThat(result.reason()).isEqualTo("superseded by second");
    }

    @Test
    void a_watch_goes_on_when_the_new_deployment_goes_back() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        harness.deployment("second", "e")
                .prepare()
                .awaitWaiting("start-day")
                .noGo("start-day")
                .result();

        first.complete("weekly-review").go("final-sign-off");

        assertThat(first.result().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void a_go_whose_fence_cannot_be_taken_is_refused_and_says_why() {
        var deployment = harness.deployment("first", "e").prepare().awaitWaiting("start-day");
        harness.environments.makeUnreadable("e");

        assertThat(goRefusal(deployment))
                .startsWith("the fence of e cannot be taken: environment e: 1 problem\ne.yaml:1:1: not a mapping.");
    }

    @Test
    void a_rollback_whose_fence_cannot_be_taken_is_abandoned_and_says_why() {
        harness.environments.makeUnreadable("e");

        var result = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"))
                .result();

        assertThat(result.status()).isEqualTo(Status.ABANDONED);
        assertThat(result.reason()).startsWith("the fence of e cannot be taken: environment e: 1 problem");
    }

    @Test
    void a_standalone_rollback_restores_the_environment() {
        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));

        rollback.awaitStatus("ROLLED_BACK").complete("post-mortem");

        var result = rollback.result();
        assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(result.reason()).isEqualTo("it burns");
        assertThat(harness.environments.calls("e"))
                .containsExactly("survey-environment#1", "restore-code#1", "verify-fingerprint#1");
        assertThat(harness.environments.orders("e", "restore-code").get(0).fence())
                .isEqualTo(1);
    }

    @Test
    void a_rollback_is_handed_to_the_deployment_that_holds_the_environment() {
        var deployment = harness.deployment("first", "e").untilGoLive();

        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));

        var result = rollback.result();
        assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(deployment
                        .awaitStatus("ROLLED_BACK")
                        .checklist()
                        .path("result")
                        .path("reason")
                        .asText())
                .contains("it burns");
        assertThat(harness.environments.orders("e", "restore-code")).hasSize(1);
    }

    @Test
    void a_rollback_is_handed_to_the_deployment_that_watches_the_environment() {
        harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");

        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));

        assertThat(rollback.result().status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(harness.environments.orders("e", "restore-code").get(0).deployment())
                .isEqualTo("first");
    }

    @Test
    void a_rollback_that_is_handed_over_keeps_its_mode_and_its_release() {
        harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");

        rollbackTo("v0.8.0", "code").result();

        var survey = harness.environments.orders("e", "survey-environment").get(0);
        assertThat(survey.context().rollback()).isEqualTo(new RollbackScope(RollbackMode.CODE, "v0.8.0", true, false));
        assertThat(survey.context().goLiveAt()).isNotNull();
        assertThat(survey.previousRelease()).isEqualTo("v0.8.0");
        assertThat(rollbackScope("restore-code")).isEqualTo(survey.context().rollback());
    }

    @Test
    void a_rollback_that_is_handed_over_before_go_live_restores_the_database_in_any_mode() {
        harness.deployment("first", "e").untilGoLive();

        rollbackTo("v0.8.0", "code").result();

        assertThat(rollbackScope("survey-environment"))
                .isEqualTo(new RollbackScope(RollbackMode.DATABASE, "v0.8.0", true, true));
    }

    @Test
    void a_rollback_to_a_release_is_refused_where_the_deployment_has_changed_nothing_yet() {
        var deployment = harness.deployment("first", "e").untilDay();

        var result = rollbackTo("v0.8.0", "auto").result();

        assertThat(result.status()).isEqualTo(Status.ABANDONED);
        assertThat(result.reason())
                .isEqualTo("first refused the order: nothing was changed yet, so that the order would only stop the"
                        + " deployment, and not go back to v0.8.0. Send it without to, or start Rollback once the"
                        + " deployment is over");
        deployment.go("shut-down");
    }

    private RollbackScope rollbackScope(String action) {
        return harness.environments.orders("e", action).get(0).context().rollback();
    }

    private WorkflowHarness.TestRun rollbackTo(String release, String mode) {
        return harness.start(
                "Rollback",
                "r",
                input("environment", "e", "reason", "it burns", "by", "alice", "mode", mode, "to", release));
    }

    @Test
    void a_rollback_that_was_handed_over_says_where_it_is_answered() {
        harness.environments.costlyRollback("e");
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));

        first.awaitWaiting("set-data-aside");

        assertThat(rollback.details()).startsWith("**Handed to** [`first`](/namespaces/default/workflows/first)");
        first.go("set-data-aside");
        assertThat(rollback.result().status()).isEqualTo(Status.ROLLED_BACK);
    }

    @Test
    void a_rollback_that_is_refused_says_so() {
        harness.start("EnvironmentLock", "norn/e", input());

        var result = harness.start("Rollback", "r", input("environment", "e", "reason", "x", "by", "alice"))
                .result();

        assertThat(result.status()).isEqualTo(Status.ABANDONED);
        assertThat(result.reason()).contains("started by hand");
    }

    @Test
    void a_rollback_goes_on_as_standalone_where_the_deployment_that_it_follows_is_terminated() {
        var deployment = harness.deployment("first", "e").untilGoLive();
        harness.environments.failTimes("e", "restore-code", 1);
        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));
        deployment.awaitWaiting("restore-code");

        deployment.stub().terminate("gone");

        rollback.awaitStatus("ROLLED_BACK");
        assertThat(harness.environments.orders("e", "verify-fingerprint").get(0).deployment())
                .isEqualTo("r");
    }

    @Test
    void an_order_rolls_back_the_release_that_serves_and_not_the_day_that_has_changed_nothing() {
        var serving = harness.deployment("serving", "e").goLive().awaitWaiting("weekly-review");
        var next = harness.deployment("next", "e").untilDay();

        harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"))
                .awaitStatus("ROLLED_BACK");

        assertThat(next.status()).isEqualTo("ABANDONED");
        assertThat(serving.status()).isEqualTo("ROLLED_BACK");
        assertThat(harness.environments.orders("e", "restore-code"))
                .hasSize(1)
                .allMatch(order -> order.deployment().equals("serving"));
    }

    @Test
    void a_lock_that_was_started_by_hand_is_ended_by_who_takes_over() {
        harness.start("EnvironmentLock", "norn/e", input());

        takeOver("r").awaitStatus("ROLLED_BACK");

        assertThat(harness.environments.orders("e", "restore-code").get(0).deployment())
                .isEqualTo("r");
    }

    @Test
    void a_holder_that_refuses_the_order_is_ended_by_who_takes_over() {
        var rolling = harness.start("Rollback", "first", input("environment", "e", "reason", "slow", "by", "alice"));
        harness.environments.failTimes("e", "restore-code", 1);
        rolling.awaitWaiting("restore-code");

        takeOver("r").awaitStatus("ROLLED_BACK");

        assertThat(rolling.stub().describe().getStatus())
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    }

    private WorkflowHarness.TestRun takeOver(String id) {
        return harness.start(
                "Rollback", id, input("environment", "e", "reason", "it burns", "by", "alice", "takeOver", true));
    }

    @Test
    void a_rollback_that_follows_a_deployment_can_be_cancelled() {
        harness.environments.failTimes("e", "restore-code", 1);
        harness.deployment("first", "e").untilGoLive();
        var rollback = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));
        harness.run("first").awaitWaiting("restore-code");

        rollback.stub().cancel();

        rollback.awaitStatus("ABANDONED");
        assertThat(harness.run("first").status()).isEqualTo("ROLLING_BACK");
    }

    @Test
    void a_rollback_started_anew_under_its_old_id_gives_its_order_anew() {
        harness.deployment("first", "e").untilDay();
        var wrong = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "mallory"));
        assertThat(wrong.result().reason()).contains("mallory");

        var right = harness.start("Rollback", "r", input("environment", "e", "reason", "it burns", "by", "alice"));

        assertThat(right.result().reason()).contains("ordered by alice");
    }
}
