package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A watch that is suspended, because the next deployment's D-Day has started. */
@Tag("server")
class SuspendedWatchTest extends WorkflowTestBase {
    private WorkflowHarness.TestRun startWithin(String id, Duration time) {
        var t0 = Instant.ofEpochMilli(harness.server.currentTimeMillis()).plus(time);
        return harness.start(
                "Deployment", id, input("release", "v1.1.0", "environment", "e", "t0", t0.toString(), "by", "alice"));
    }

    private static JsonNode result(WorkflowHarness.TestRun run) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> run.checklist().path("result").isObject());
        return run.checklist().path("result");
    }

    @Test
    void ends_when_it_is_superseded_though_a_watch_was_under_way() {
        harness.environments.endless("e", "watch");
        var first = harness.deployment("first", "e").goLive();
        await().until(() -> !harness.environments.orders("e", "watch").isEmpty());
        var second =
                startWithin("second", Duration.ofMinutes(20)).untilGoLive(); // the clock stands while the watch works
        first.awaitStatus("PAUSED");

        second.go("go-live");

        assertThat(result(first).path("reason").asText()).isEqualTo("superseded by second");
    }

    @Test
    void obeys_an_order_and_waits_for_the_lock_with_it() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        harness.deployment("second", "e").untilDay();

        first.update("rollBack", "reason", "it burns", "by", "alice");
        first.awaitStatus("ROLLING_BACK");
        await().until(() -> !harness.environments.orders("e", "page").isEmpty());
        assertThat(harness.environments.orders("e", "restore-code")).isEmpty();
        harness.run("second").noGo("shut-down").result();

        assertThat(first.awaitStatus("ROLLED_BACK")
                        .checklist()
                        .path("result")
                        .path("reason")
                        .asText())
                .contains("it burns");
    }

    @Test
    void rolls_nothing_back_that_the_next_deployment_brought() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        var second = harness.deployment("second", "e").untilGoLive();
        first.awaitStatus("PAUSED");
        first.update("rollBack", "reason", "it burns", "by", "alice");

        second.go("go-live");

        assertThat(result(first).path("reason").asText()).isEqualTo("superseded by second");
        assertThat(harness.environments.orders("e", "restore-code")).isEmpty();
    }

    @Test
    void goes_on_when_the_next_deployment_is_gone() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        var second = harness.deployment("second", "e").untilGoLive();
        first.awaitStatus("PAUSED");

        second.stub().terminate("gone");

        first.awaitStatus("WAITING_FOR_PEOPLE").complete("weekly-review").go("final-sign-off");
    }

    @Test
    void goes_on_as_soon_as_the_next_deployment_has_proven_that_it_is_back() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        var second = harness.deployment("second", "e").untilGoLive();
        first.awaitStatus("PAUSED");

        second.noGo("go-live").awaitStatus("ROLLED_BACK");

        await().until(() -> first.status().equals("WAITING_FOR_PEOPLE"));
    }

    @Test
    void can_wait_for_months() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        harness.deployment("second", "e").untilGoLive();
        first.awaitStatus("PAUSED");

        var length = harness.history("first").getEvents().size();
        harness.server.sleep(Duration.ofDays(40));

        assertThat(harness.history("first").getEvents().size() - length).isLessThan(6_000);
    }

    @Test
    void is_not_resumed_by_people() {
        var first = harness.deployment("first", "e").goLive().awaitWaiting("weekly-review");
        harness.deployment("second", "e").untilGoLive();
        first.awaitStatus("PAUSED");

        assertThat(first.refusal("resume", "by", "alice"))
                .isEqualTo("it is suspended while another deployment changes the environment, and resumes by itself");
    }

    @Test
    void a_lock_that_another_has_taken_meanwhile_is_waited_for_and_its_fence_raised() {
        var first = harness.deployment("first", "e").untilGoLive();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            harness.run("norn/e").stub().signal("release");
            return isFasterThanItsHolder("norn/e");
        });
        first.awaitStatus("PAUSED");
        await().until(() -> !harness.environments.orders("e", "page").isEmpty());
        assertThat(harness.environments.orders("e", "page").get(0).options().get("text"))
                .asString()
                .startsWith(
                        "e: somebody ended the lock of v1.0.0, and now nobody's deployment: the lock was started by hand");

        first.stub().cancel();
        var length = harness.history("first").getEvents().size();
        harness.server.sleep(Duration.ofMinutes(1));
        assertThat(harness.history("first").getEvents().size() - length).isLessThan(200);
        assertThat(harness.environments.orders("e", "survey-environment")).isEmpty();
        harness.run("norn/e").stub().signal("release");

        first.awaitStatus("ROLLED_BACK");
        assertThat(harness.environments.orders("e", "restore-code").get(0).fence())
                .isEqualTo(2);
    }

    /** Starts the lock by hand in the moment between its release and its holder's next try. */
    private boolean isFasterThanItsHolder(String lock) {
        for (var tries = 0; tries < 100; tries++) {
            try {
                harness.start("EnvironmentLock", lock, input());
                return true;
            } catch (WorkflowExecutionAlreadyStarted stillOrAgain) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
