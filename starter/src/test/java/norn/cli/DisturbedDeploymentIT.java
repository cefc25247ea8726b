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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import norn.cli.RehearsalFixture.Disturbance;
import norn.cli.follow.HostStateText;
import norn.cli.terminal.Style;
import norn.client.StartRequest;
import norn.local.rehearsal.SimulatedAnswers.SimulatedChoice;
import norn.rehearsal.Fault;
import norn.report.Checklist;
import norn.state.StepState;
import norn.worker.HostEnvironments;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people and machines do to deployments from outside, on the real server. Each test leaves its sandbox as it found it, with the old
 * release active, so one sandbox serves them all; where a test fails, the next gets a new one.
 */
class DisturbedDeploymentIT {
    @TempDir
    private static Path folder;

    private static RehearsalFixture fixture;
    private static int fixtures;
    private boolean passed;
    private String id;

    @BeforeEach
    void open(TestInfo test) {
        if (fixture == null) {
            fixture = RehearsalFixture.open(folder.resolve("home-" + ++fixtures), Fault.NONE);
        }
        id = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void closeAfterFailure() {
        if (passed) {
            return;
        }
        fixture.close();
        fixture = null;
    }

    @AfterAll
    static void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void a_server_killed_in_mid_day_loses_nothing() {
        var killed = new AtomicBoolean();
        var down = Duration.ofSeconds(Boolean.getBoolean("norn.full") ? 60 : 3);
        Disturbance kill = (fixture, checklist) -> {
            if (!isDone(checklist, "copy-database") || killed.getAndSet(true)) {
                return;
            }
            fixture.replaceServer(down);
        };
        fixture.deployDay(id);

        var run = fixture.follow(id, DisturbedDeploymentIT::noGoAtGoLive, kill);

        assertThat(killed).isTrue();
        run.assertRolledBack();
        passed = true;
    }

    @Test
    void a_person_stops_and_starts_a_service_without_a_server() {
        var config = fixture.config().toString();

        assertThat(CliResult.command("stop", "rehearsal", "dashboard", "--config", config))
                .extracting(CliResult::exitCode, CliResult::out)
                .containsExactly(0, "dashboard stopped, ports free\n");
        assertThat(CliResult.command("start", "rehearsal", "--config", config))
                .extracting(CliResult::exitCode, CliResult::out)
                .containsExactly(0, "dashboard started and healthy, from v0.9.0\n");
        assertThat(CliResult.command("start", "rehearsal", "nothing", "--config", config))
                .extracting(CliResult::exitCode, CliResult::err)
                .satisfies(result -> assertThat(result.toString())
                        .contains("1, ", "host.services.components has none of that name", "Known: "));
        passed = true;
    }

    @Test
    void a_cancel_after_the_first_change_takes_it_back() {
        fixture.deployDay(id);
        fixture.answerUntil(id, "go-live");

        fixture.connection().workflow(id).cancel();

        var run = fixture.follow(id);
        run.assertRolledBack();
        assertThat(run.ending().reason()).contains("cancel");
        fixture.answerUntilClosed(id);
        assertThat(fixture.connection().workflow(id).describe().getStatus())
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
        passed = true;
    }

    @Test
    void a_second_deployment_waits_at_its_gate_and_its_go_is_refused_with_the_holder() {
        fixture.deployDay(id);
        fixture.answerUntil(id, "shut-down");
        var second = fixture.deployDay(id + "-second");
        fixture.awaitWaiting(second, "start-day");
        var go = Map.of("gate", "start-day", "verdict", "GO", "by", "alice");

        assertThatThrownBy(() -> fixture.connection().workflow(second).update("decide", JsonNode.class, go))
                .hasStackTraceContaining("rehearsal is held by " + id);

        abandon(second);
        abandon(id);
        passed = true;
    }

    @Test
    void an_update_of_3_mb_is_refused_and_ends_nothing() {
        fixture.deployDay(id);
        fixture.awaitWaiting(id, "start-day");
        var huge = Map.of("gate", "start-day", "verdict", "GO", "by", "alice", "note", "x".repeat(3_000_000));

        assertThatThrownBy(() -> fixture.connection().workflow(id).update("decide", JsonNode.class, huge))
                .hasStackTraceContaining("3,000,087 bytes are too many. Expected: at most 65,536.");

        fixture.awaitWaiting(id, "start-day");
        abandon(id);
        passed = true;
    }

    @Test
    void a_terminated_holder_leaves_the_environment_to_a_standalone_rollback() {
        fixture.deployDay(id);
        fixture.answerUntil(id, "go-live");
        fixture.connection().workflow(id).terminate("somebody in a hurry");

        var state = new HostEnvironments(fixture.config()).state("rehearsal");
        assertThat(new HostStateText(new Style(false), 100).of(state, "no deployment runs", Instant.now()))
                .anyMatch(line -> line.contains("users           out: maintenance mode is on since"))
                .anyMatch(line -> line.contains("left by         " + id))
                .anyMatch(line -> line.contains("restore v0.9.0  norn rollback rehearsal --reason TEXT"));
        var report = fixture.read("report", "--deployment", id);
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out())
                .startsWith("# %s: TERMINATED".formatted(id))
                .contains("neither let users in nor was rolled back. To restore v0.9.0:")
                .contains("users           out: maintenance mode is on since")
                .contains(" | Enable maintenance mode | done | maintenance mode is on |");
        assertThat(fixture.read("report", "--deployment", id, "--json").out()).contains("\"status\" : \"TERMINATED\"");
        assertThat(fixture.read("status", "rehearsal").out())
                .contains("left by         " + id, "norn rollback rehearsal --reason TEXT");
        var refused = fixture.ending(fixture.deployDay(id + "-next")); // the half-changed environment is no target
        assertThat(refused.status()).isEqualTo("REFUSED");
        assertThat(refused.reason())
                .contains(
                        id + " began to change it", "First restore v0.9.0: './norn rollback rehearsal --reason TEXT'");

        var rollback = fixture.follow(fixture.start(
                id + "-rollback",
                StartRequest.rollback("rehearsal", "the day was terminated").by("alice")));
        rollback.assertRolledBack();
        assertThat(rollback.ending().result().path("previousRelease").asText()).isEqualTo("v0.9.0");
        passed = true;
    }

    @Test
    void without_a_server_a_rollback_runs_on_this_host_and_the_old_run_may_change_nothing_more() throws Exception {
        fixture.deployDay(id);
        fixture.answerUntil(id, "go-live");
        fixture.killServer();
        fixture.killWorker();

        var result = fixture.rollBackByScriptOf(id);

        assertThat(result.path("status").asText()).isEqualTo("ROLLED_BACK");
        RehearsalFixture.assertSameFingerprints(result);
        RehearsalFixture.assertNothingLost(fixture.rehearsal().sandbox().compareLedger());

        fixture.startServer();
        fixture.startWorker();
        fixture.answerUntilFailed(id);
        assertThat(fixture.checklist(id).waiting())
                .anySatisfy(item -> assertThat(item.detail()).contains("and the environment was taken with fence"));
        fixture.connection().workflow(id).terminate("its environment was rolled back without it");
        passed = true;
    }

    @Test
    void a_rollback_that_is_ordered_meanwhile_is_handed_to_the_holder() {
        fixture.deployDay(id);
        fixture.answerUntil(id, "go-live");

        var rollback = fixture.start(
                id + "-rollback", StartRequest.rollback("rehearsal", "it burns").by("alice"));

        fixture.follow(rollback).assertRolledBack();
        assertThat(fixture.checklist(id).status()).isEqualTo("ROLLED_BACK");
        passed = true;
    }

    @Test
    void while_an_order_waits_for_consent_every_command_means_the_deployment() {
        fixture.start(
                id,
                StartRequest.deployment("v1.0.0", "rehearsal").phases(List.of("deployment-day", "post-deployment")));
        fixture.awaitLive(id);
        var order = fixture.start(
                id + "-order", StartRequest.rollback("rehearsal", "it burns").by("alice"));
        fixture.awaitWaiting(id, "set-data-aside");

        assertThat(fixture.read("status", "rehearsal").out())
                .contains(id, "set-data-aside")
                .doesNotContain(order);
        assertThat(fixture.read("report", "rehearsal").out()).contains(id).doesNotContain(order);
        var noGo = fixture.command("no-go", "set-data-aside", "--in", "rehearsal", "--by", "alice", "--note", "no");
        assertThat(noGo.exitCode()).as(noGo.err()).isZero();

        fixture.awaitLive(id); // while the declined rollback ends, an order is refused
        fixture.start(
                id + "-again", StartRequest.rollback("rehearsal", "it burns on").by("alice"));
        fixture.awaitWaiting(id, "set-data-aside"); // else its last gates may be answered before the order is there
        fixture.follow(id).assertRolledBack();
        passed = true;
    }

    @Test
    void a_holder_that_is_reset_begins_again_and_frees_the_lock_at_its_end() {
        fixture.deployDay(id);
        fixture.awaitWaiting(id, "start-day");

        reset(id);

        fixture.awaitWaiting(id, "start-day");
        abandon(id);
        var next = fixture.deployDay(id + "-next");
        fixture.awaitWaiting(next, "start-day");
        abandon(next);
        passed = true;
    }

    @Test
    void a_holder_that_is_reset_after_the_first_change_can_still_take_it_back() {
        fixture.deployDay(id);
        fixture.answerUntil(id, "go-live");

        reset(id);

        fixture.follow(id, DisturbedDeploymentIT::noGoAtGoLive, Disturbance.NONE)
                .assertRolledBack();
        passed = true;
    }

    private static SimulatedChoice noGoAtGoLive(SimulatedChoice choice) {
        return choice.item().id().equals("go-live") ? choice.with("NO_GO") : choice;
    }

    private static boolean isDone(Checklist checklist, String step) {
        return checklist.steps().stream().anyMatch(line -> line.id().equals(step) && line.state() == StepState.DONE);
    }

    private static void abandon(String id) {
        var noGo = fixture.follow(id, choice -> choice.with("NO_GO"), Disturbance.NONE);
        assertThat(noGo.ending().status()).isEqualTo("ABANDONED");
    }

    /** Resets the run to its first workflow task, as the Temporal UI does. */
    private static void reset(String id) {
        var client = fixture.connection().client();
        var run = fixture.connection().workflow(id).describe().getExecution();
        var first = client.fetchHistory(id).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow();
        client.getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(fixture.connection().namespace())
                        .setWorkflowExecution(
                                WorkflowExecution.newBuilder().setWorkflowId(id).setRunId(run.getRunId()))
                        .setReason("a test")
                        .setRequestId(id)
                        .setWorkflowTaskFinishEventId(first.getEventId())
                        .build());
    }
}
