package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import norn.cli.Stage.Disturbance;
import norn.cli.follow.MadeUpAnswers.Choice;
import norn.journal.Checklist;
import norn.rehearsal.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people and machines do to deployments from outside, on the real server. Each test leaves its world as it found it, the old
 * release serving, so that one world serves them all; where a test fails, the next gets a new one.
 */
class DisturbedDeploymentIT {
    @TempDir
    private static Path folder;

    private static Stage stage;
    private static int stages;
    private boolean passed;
    private String id;

    @BeforeEach
    void open(TestInfo test) {
        if (stage == null) stage = Stage.open(folder.resolve("home-" + ++stages), Fault.NONE);
        id = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void look() {
        if (passed) return;
        stage.close();
        stage = null;
    }

    @AfterAll
    static void close() {
        if (stage != null) stage.close();
    }

    @Test
    void a_server_killed_in_mid_day_loses_nothing() {
        var killed = new AtomicBoolean();
        var down = Duration.ofSeconds(Boolean.getBoolean("norn.full") ? 60 : 3);
        Disturbance kill = (stage, checklist) -> {
            if (!isDone(checklist, "copy-database") || killed.getAndSet(true)) return;
            stage.replaceServer(down);
        };
        stage.deployDay(id);

        var run = stage.follow(id, DisturbedDeploymentIT::noGoAtGoLive, kill);

        assertThat(killed).isTrue();
        run.assertTakenBack();
        passed = true;
    }

    @Test
    void a_cancel_after_the_first_change_takes_it_back() {
        stage.deployDay(id);
        stage.play(id, "go-live");

        stage.connection().workflow(id).cancel();

        var run = stage.follow(id);
        run.assertTakenBack();
        assertThat(run.ending().reason()).contains("cancel");
        stage.settle(id);
        assertThat(stage.connection().workflow(id).describe().getStatus())
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
        passed = true;
    }

    @Test
    void a_second_deployment_is_abandoned_and_names_the_holder() {
        stage.deployDay(id);
        stage.awaitWaiting(id, "start-day");

        var second = stage.follow(stage.deployDay(id + "-second"));

        assertThat(second.ending().status()).isEqualTo("ABANDONED");
        assertThat(second.ending().reason()).isEqualTo("rehearsal is held by " + id);
        abandon(id);
        passed = true;
    }

    @Test
    void an_update_of_3_mb_is_refused_and_ends_nothing() {
        stage.deployDay(id);
        stage.awaitWaiting(id, "start-day");
        var huge = Map.of("gate", "start-day", "verdict", "GO", "by", "alice", "note", "x".repeat(3_000_000));

        assertThatThrownBy(() -> stage.connection().workflow(id).update("decide", JsonNode.class, huge))
                .hasStackTraceContaining("3,000,087 bytes are too many. Right would be at most 65,536.");

        stage.awaitWaiting(id, "start-day");
        abandon(id);
        passed = true;
    }

    @Test
    void a_terminated_holder_leaves_the_world_to_rollback_alone() {
        stage.deployDay(id);
        stage.play(id, "go-live");
        stage.connection().workflow(id).terminate("somebody in a hurry");

        var next = stage.deployDay(id + "-next");
        stage.play(next, "record-target"); // the lock is free; the half-changed world is no target
        assertThat(stage.checklist(next).waiting().get(0).detail()).contains(id + " began to change this world");
        var refused = stage.follow(next);
        assertThat(refused.ending().status()).isEqualTo("ABANDONED");

        var rollback = stage.follow(stage.start(
                "Rollback",
                id + "-rollback",
                Map.of("environment", "rehearsal", "reason", "the day was terminated", "by", "alice")));
        rollback.assertTakenBack();
        assertThat(rollback.ending().result().path("previousRelease").asText()).isEqualTo("v0.9.0");
        passed = true;
    }

    @Test
    void a_rollback_that_is_ordered_meanwhile_is_handed_to_the_holder() {
        stage.deployDay(id);
        stage.play(id, "go-live");

        var rollback = stage.start(
                "Rollback", id + "-rollback", Map.of("environment", "rehearsal", "reason", "it burns", "by", "alice"));

        stage.follow(rollback).assertTakenBack();
        assertThat(stage.checklist(id).status()).isEqualTo("ROLLED_BACK");
        passed = true;
    }

    @Test
    void a_holder_that_is_reset_begins_again_and_frees_the_lock_at_its_end() {
        stage.deployDay(id);
        stage.awaitWaiting(id, "start-day");

        reset(id);

        stage.awaitWaiting(id, "start-day");
        abandon(id);
        var next = stage.deployDay(id + "-next");
        stage.awaitWaiting(next, "start-day");
        abandon(next);
        passed = true;
    }

    @Test
    void a_holder_that_is_reset_after_the_first_change_can_still_take_it_back() {
        stage.deployDay(id);
        stage.play(id, "go-live");

        reset(id);

        stage.follow(id, DisturbedDeploymentIT::noGoAtGoLive, Disturbance.NONE).assertTakenBack();
        passed = true;
    }

    private static Choice noGoAtGoLive(Choice choice) {
        return choice.item().id().equals("go-live") ? choice.with("NO_GO") : choice;
    }

    private static boolean isDone(Checklist checklist, String step) {
        return checklist.steps().stream()
                .anyMatch(line -> line.id().equals(step) && line.state() == Checklist.State.DONE);
    }

    private static void abandon(String id) {
        var noGo = stage.follow(id, choice -> choice.with("NO_GO"), Disturbance.NONE);
        assertThat(noGo.ending().status()).isEqualTo("ABANDONED");
    }

    /** Resets the run to its first workflow task, as the Temporal UI does. */
    private static void reset(String id) {
        var client = stage.connection().client();
        var run = stage.connection().workflow(id).describe().getExecution();
        var first = client.fetchHistory(id).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow();
        client.getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(stage.connection().namespace())
                        .setWorkflowExecution(
                                WorkflowExecution.newBuilder().setWorkflowId(id).setRunId(run.getRunId()))
                        .setReason("a test")
                        .setRequestId(id)
                        .setWorkflowTaskFinishEventId(first.getEventId())
                        .build());
    }
}
