package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.plan.Order;
import norn.plan.RollbackScope;
import norn.run.Result;
import norn.runbook.RollbackMode;
import norn.state.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
class DeploymentTest extends WorkflowTestBase {
    @Test
    void goes_through_all_phases_and_the_week() {
        var deployment = harness.deployment("week");

        deployment.goLive().complete("weekly-review").go("final-sign-off");

        var result = deployment.result();
        assertThat(result.status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(result.fingerprintBefore()).isEqualTo("f00d");
        assertThat(result.previousRelease()).isEqualTo("v0.9.0");
        assertThat(result.downtimeSeconds()).isNotNull();
        assertThat(harness.environments.calls("week"))
                .containsExactly(
                        "survey-host#1",
                        "announce#1",
                        "fingerprint#1",
                        "enable-maintenance#1",
                        "migrate-database#1",
                        "activate#1",
                        "disable-maintenance#1",
                        "welcome#1",
                        "watch#1");
        assertThat(Path.of(result.report())).exists();
        assertThat(records.resolve("week/record.json")).content().contains("phase-ended");
    }

    @Test
    void runs_only_the_phases_that_are_asked_for() {
        var deployment = harness.start(
                "Deployment",
                "day-only",
                input("release", "v1.0.0", "environment", "day-only", "phases", List.of("deployment-day")));

        deployment.go("start-day").go("shut-down").go("go-live");

        assertThat(deployment.result().status()).as("nobody has watched").isEqualTo(Status.PARTIAL);
        assertThat(deployment.result().reason()).startsWith("success criteria unknown: ");
        assertThat(harness.environments.calls("day-only"))
                .startsWith("announce#1")
                .endsWith("disable-maintenance#1", "welcome#1");
    }

    @Test
    void orders_bear_the_fence_only_while_the_lock_is_held() {
        var deployment = harness.deployment("fenced");

        deployment.goLive().complete("weekly-review").go("final-sign-off").result();

        assertThat(harness.environments.orders("fenced", "survey-host").get(0).fence())
                .isZero();
        assertThat(harness.environments.orders("fenced", "activate").get(0).fence())
                .isEqualTo(1);
    }

    @Test
    void a_rollback_raises_the_fence_over_the_day_that_it_reverts() {
        harness.environments.failTimes("raised", "activate", 1);
        var deployment = harness.deployment("raised");
        deployment.prepare().go("start-day").go("shut-down").awaitWaiting("activate");

        deployment.update("resolve", "step", "activate", "choice", "ROLL_BACK", "by", "alice");
        deployment.awaitStatus("ROLLED_BACK");

        var day = harness.environments.orders("raised", "activate").get(0).fence();
        for (var action : List.of("survey-environment", "restore-code", "verify-fingerprint")) {
            assertThat(harness.environments.orders("raised", action).get(0).fence())
                    .as(action)
                    .isGreaterThan(day);
        }
    }

    @Test
    void a_try_that_was_given_up_learns_it_before_its_next_part() {
        var wake = harness.environments.hang("hung", "activate");
        var deployment = harness.deployment("hung");
        deployment.prepare().go("start-day").go("shut-down");
        await().until(() -> !harness.environments.orders("hung", "activate").isEmpty());

        harness.run("hung/deployment-day").stub().terminate("gone");
        wake.countDown();

        await().until(() -> !harness.environments.woken().isEmpty());
        assertThat(harness.environments.woken()).containsExactly("activate may not go on");
    }

    @Test
    void what_lets_users_in_never_waits_for_a_changed_file_to_be_accepted() {
        harness.deployment("in").goLive().awaitWaiting("weekly-review");

        assertThat(harness.environments.orders("in", "activate").get(0).hostHash())
                .isEqualTo("00");
        assertThat(harness.environments
                        .orders("in", "disable-maintenance")
                        .get(0)
                        .hostHash())
                .isNull();
    }

    @Test
    void a_failure_after_the_first_change_can_roll_back() {
        harness.environments.failTimes("back", "activate", 1);
        var deployment = harness.deployment("back");

        deployment.prepare().go("start-day").go("shut-down").awaitWaiting("activate");
        deployment.update("resolve", "step", "activate", "choice", "ROLL_BACK", "by", "alice");
        deployment.awaitStatus("ROLLED_BACK").complete("post-mortem");

        var result = deployment.result();
        assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(result.fingerprintAfter()).isEqualTo(result.fingerprintBefore());
        assertThat(harness.environments.calls("back"))
                .endsWith("activate#1", "page#1", "survey-environment#1", "restore-code#1", "verify-fingerprint#1");
        assertThat(harness.environments.orders("back", "restore-code").get(0).hostHash())
                .isNull();
        assertThat(harness.environments
                        .orders("back", "survey-environment")
                        .get(0)
                        .context()
                        .rollback())
                .isEqualTo(new RollbackScope(RollbackMode.DATABASE, null, true, true));
    }

    @Test
    void a_disk_that_takes_no_record_is_not_waited_for() throws Exception {
        Files.createDirectories(records.resolve("full/record.json/in the way"));
        Files.createDirectories(records.resolve("alone/record.json/in the way"));

        var deployment = harness.deployment("full").untilGoLive().noGo("go-live");
        var rollback =
                harness.start("Rollback", "alone", input("environment", "e", "reason", "it burns", "by", "alice"));

        for (var run : List.of(deployment, rollback)) {
            var result = run.complete("post-mortem").result();
            assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
            assertThat(result.report()).isNull();
        }
        assertThat(mostTries("full")).isEqualTo(3);
        assertThat(mostTries("alone")).isEqualTo(3);
    }

    /** How often any activity of the run was tried. */
    private int mostTries(String id) {
        return harness.history(id).getEvents().stream()
                .mapToInt(event -> event.getActivityTaskStartedEventAttributes().getAttempt())
                .max()
                .orElse(0);
    }

    @Test
    void a_failure_can_be_tried_again() {
        harness.environments.failTimes("again", "survey-host", 1);
        var deployment = harness.deployment("again");

        deployment.awaitWaiting("survey-host").update("resolve", "step", "survey-host", "choice", "RETRY", "by", "bob");

        deployment.awaitWaiting("review-documentation");
        assertThat(harness.environments.calls("again")).containsExactly("survey-host#1", "page#1", "survey-host#2");
    }

    @Test
    void a_skipped_step_makes_it_partial() {
        harness.environments.failTimes("skipped", "announce", 1);
        var deployment = harness.deployment("skipped");

        deployment.prepare().go("start-day").awaitWaiting("announce");
        deployment.update("resolve", "step", "announce", "choice", "SKIP", "by", "alice", "note", "notified by hand");
        deployment.go("shut-down").go("go-live").complete("weekly-review").go("final-sign-off");

        assertThat(deployment.result().status()).isEqualTo(Status.PARTIAL);
    }

    @Test
    void the_rollback_is_over_with_its_proof_and_closes_a_day_later() {
        var deployment = harness.deployment("proof");

        deployment.untilGoLive().noGo("go-live").awaitStatus("ROLLED_BACK");
        var early = deployment.checklist();
        var result = deployment.result();

        assertThat(early.path("result").path("status").asText()).isEqualTo("ROLLED_BACK");
        assertThat(early.path("waiting").get(0).path("id").asText()).isEqualTo("post-mortem");
        assertThat(result.status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(result.endedAt())
                .isEqualTo(early.path("result").path("endedAt").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"approve-plan", "start-day", "shut-down", "go-live"})
    void no_go_stops_or_rolls_back_what_was_changed(String gate) {
        var deployment = harness.deployment("no-go-at-" + gate);

        if (gate.equals("approve-plan")) {
            deployment.complete("review-documentation");
        } else {
            deployment.prepare();
        }
        if (gate.equals("shut-down") || gate.equals("go-live")) {
            deployment.go("start-day");
        }
        if (gate.equals("go-live")) {
            deployment.go("shut-down");
        }
        deployment.awaitWaiting(gate).noGo(gate);

        var result = deployment.result();
        assertThat(result.status()).isEqualTo(gate.equals("go-live") ? Status.ROLLED_BACK : Status.ABANDONED);
        assertThat(result.reason()).contains(gate).contains("alice");
    }

    @Test
    void a_rollback_that_nobody_agrees_to_leaves_the_watch_as_it_was() {
        harness.environments.costlyRollback("dear");
        var deployment = harness.deployment("dear").goLive().awaitWaiting("weekly-review");
        var rollback = harness.start("Rollback", "r", input("environment", "dear", "reason", "slow", "by", "alice"));

        deployment.awaitWaiting("set-data-aside").noGo("set-data-aside");
        deployment.awaitWaiting("weekly-review");

        assertThat(rollback.result().status()).isEqualTo(Status.ABANDONED);
        assertThat(rollback.result().reason()).isEqualTo("nobody agreed to the rollback; dear goes on");
        deployment.complete("weekly-review").go("final-sign-off");
        assertThat(deployment.result().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(harness.environments.orders("dear", "restore-code")).isEmpty();
    }

    @Test
    void what_was_not_agreed_to_once_may_be_later() {
        harness.environments.costlyRollback("later");
        var deployment = harness.deployment("later").goLive().awaitWaiting("weekly-review");
        deployment.update("rollBack", "reason", "slow", "by", "alice");
        deployment.awaitWaiting("set-data-aside").noGo("set-data-aside");
        deployment.awaitWaiting("weekly-review");

        deployment.update("rollBack", "reason", "very slow", "by", "alice");
        deployment.awaitWaiting("set-data-aside").go("set-data-aside");

        assertThat(deployment.awaitStatus("ROLLED_BACK").result().reason()).contains("very slow");
        assertThat(harness.environments.orders("later", "restore-code")).hasSize(1);
    }

    @Test
    void the_pages_of_a_second_rollback_are_no_repetitions_of_the_first() {
        harness.environments.costlyRollback("twice");
        var deployment = harness.deployment("twice").goLive().awaitWaiting("weekly-review");
        for (var round = 0; round < 2; round++) {
            deployment.update("rollBack", "reason", "slow", "by", "alice");
            deployment.awaitWaiting("set-data-aside");
            harness.server.sleep(Duration.ofMinutes(130));
            deployment.noGo("set-data-aside").awaitWaiting("weekly-review");
        }

        assertThat(harness.environments.orders("twice", "page"))
                .hasSize(2)
                .extracting(Order::attempt)
                .doesNotHaveDuplicates();
    }

    @Test
    void an_order_during_the_watch_rolls_the_release_back() {
        var deployment = harness.deployment("ordered").goLive().awaitWaiting("weekly-review");

        deployment.update("rollBack", "criterion", "security-vulnerability", "reason", "CVE", "by", "alice");

        assertThat(deployment.awaitStatus("ROLLED_BACK").result().reason()).contains("CVE");
        assertThat(harness.environments.orders("ordered", "restore-code").get(0).fence())
                .isEqualTo(2);
    }

    @Test
    void a_watch_alone_counts_from_the_go_live_before_it_and_an_order_really_rolls_back() {
        var deployment = harness.start(
                "Deployment",
                "week-only",
                input("release", "v1.0.0", "environment", "week-only", "phases", List.of("post-deployment")));
        deployment.awaitWaiting("weekly-review");
        assertThat(deployment.checklist().path("goLiveAt").asText()).isEqualTo(TestRunbook.SERVED_SINCE.toString());

        deployment.update("rollBack", "criterion", "security-vulnerability", "reason", "CVE", "by", "alice");

        deployment.awaitStatus("ROLLED_BACK");
        assertThat(harness.environments
                        .orders("week-only", "restore-code")
                        .get(0)
                        .fence())
                .isEqualTo(1);
    }

    @Test
    void a_no_go_for_the_weeks_sign_off_that_comes_before_the_week_ends_no_watch() {
        harness.environments.failTimes("early", "welcome", 1);
        var deployment = harness.deployment("early").goLive().awaitWaiting("welcome");

        var answer = deployment.update("decide", "gate", "final-sign-off", "verdict", "NO_GO", "by", "alice");

        assertThat(answer.status()).isEqualTo("saved until post-deployment starts; it ends no watch");
        assertThat(deployment.refusal("decide", "gate", "final-sign-off", "verdict", "NO_GO", "by", "alice"))
                .contains("final-sign-off was decided");
        deployment.update("resolve", "step", "welcome", "choice", "RETRY", "by", "alice");
        deployment.complete("weekly-review");
        assertThat(deployment.result().status()).isEqualTo(Status.PARTIAL);
        assertThat(harness.environments.calls("early")).contains("watch#1");
    }

    @Test
    void a_rollback_is_over_only_once_users_are_in_again() {
        harness.environments.setFound("out", "survey-environment", Map.of("usersAreOut", true));
        harness.environments.failTimes("out", "let-in", 1);
        var deployment = harness.deployment("out").untilGoLive().noGo("go-live").awaitWaiting("let-in");
        var next = harness.deployment("next", "out").prepare().awaitWaiting("start-day");

        assertThat(deployment.status()).isEqualTo("ROLLING_BACK");
        assertThat(deployment.checklist().path("result").isNull()).isTrue();
        assertThat(next.refusal("decide", "gate", "start-day", "verdict", "GO", "by", "alice"))
                .isEqualTo("out is held by out");
        deployment.stub().cancel();
        deployment.update("resolve", "step", "let-in", "choice", "RETRY", "by", "bob");
        deployment.awaitStatus("ROLLED_BACK");
        next.go("start-day");
    }

    @Test
    void after_the_post_mortem_every_run_says_rolled_back() {
        harness.deployment("done").untilGoLive().noGo("go-live").complete("post-mortem");
        var alone = harness.start("Rollback", "r", input("environment", "alone", "reason", "x", "by", "alice"))
                .complete("post-mortem");
        alone.result();
        harness.run("done").result();

        assertThat(List.of(harness.run("done"), harness.run("done/rollback"), alone))
                .extracting(WorkflowHarness.TestRun::status)
                .containsOnly("ROLLED_BACK");
        assertThat(harness.run("done").stub().<String>query("report", String.class))
                .startsWith("# v1.0.0 in done: ROLLED_BACK");
        assertThat(alone.stub().<String>query("report", String.class))
                .contains("**Rolled back because**: x, ordered by alice");
    }

    @Test
    void a_rollback_that_is_given_up_after_its_proof_has_failed_where_users_are_still_out() {
        harness.environments.setFound("out", "survey-environment", Map.of("usersAreOut", true));
        harness.environments.failTimes("out", "let-in", 9);
        var deployment = harness.deployment("out").untilGoLive().noGo("go-live").awaitWaiting("let-in");

        deployment.update("resolve", "step", "let-in", "choice", "ROLL_BACK", "by", "bob", "note", "by hand now");

        deployment.awaitClosed();
        assertThat(deployment.status()).isEqualTo("ROLLBACK_FAILED");
        assertThat(harness.environments.orders("out", "notify"))
                .last()
                .satisfies(order -> assertThat(order.options().get("text").toString())
                        .startsWith("v1.0.0 to out has ended: ROLLBACK_FAILED"));
    }

    @Test
    void a_rollback_that_is_given_up_fails_and_says_so() {
        harness.environments.failTimes("lost", "restore-code", 9);
        var deployment = harness.deployment("lost").untilGoLive().noGo("go-live");

        deployment.awaitWaiting("restore-code");
        deployment.update("resolve", "step", "restore-code", "choice", "ROLL_BACK", "by", "bob", "note", "by hand now");

        var failure = deployment.failure();
        assertThat(failure.getType()).isEqualTo("RollbackFailed");
        assertThat(failure.getDetails().get(0, Result.class).status()).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(deployment.status()).isEqualTo("ROLLBACK_FAILED");
    }

    @Test
    void an_unmet_success_criterion_makes_it_partial() {
        harness.environments.setMeasured("slow", "responsesMilliseconds", 900);
        var deployment = harness.deployment("slow");

        deployment.goLive().complete("weekly-review").go("final-sign-off");

        assertThat(deployment.result().status()).isEqualTo(Status.PARTIAL);
    }

    @Test
    void a_rollback_closes_a_day_after_its_proof_whatever_timer_was_due_before() {
        harness.environments.costlyRollback("rings");
        var deployment = harness.deployment("rings").goLive().awaitWaiting("weekly-review");
        deployment.update("rollBack", "reason", "slow", "by", "alice");
        deployment.go("set-data-aside").awaitStatus("ROLLED_BACK");

        harness.server.sleep(Duration.ofHours(30));

        assertThat(deployment.stub().describe().getStatus())
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }
}
