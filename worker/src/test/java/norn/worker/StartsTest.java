package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.RawValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import norn.run.NornSearchAttributes;
import norn.run.TaskQueues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("server")
class StartsTest {
    @TempDir
    static Path records;

    private static WorkflowHarness harness;
    private static int count;

    @BeforeAll
    static void start() {
        harness = new WorkflowHarness(records);
    }

    @AfterAll
    static void end() {
        harness.close();
    }

    static Stream<Arguments> wrongStarts() {
        return Stream.of(
                Arguments.of(null, "nothing was sent"),
                Arguments.of("v1.0.0", "no object was sent, but string"),
                Arguments.of(List.of(), "no object was sent, but array"),
                Arguments.of(input("release", "v1.0.0"), "environment: missing"),
                Arguments.of(input("relase", "v1.0.0", "environment", "e"), "Did you mean release?"),
                Arguments.of(input("release", "../../etc/passwd", "environment", "e"), "is not a name"),
                Arguments.of(input("release", "; rm -rf /", "environment", "e"), "is not a name"),
                Arguments.of(input("release", "v1..0", "environment", "e"), "is not a name"),
                Arguments.of(input("release", "v1", "environment", "e", "t0", "tomorrow"), "is not a time"),
                Arguments.of(
                        input("release", "v1", "environment", "e", "t0", "2020-01-01T00:00:00Z"), "is in the past"),
                Arguments.of(
                        input("release", "v1", "environment", "e", "t0", "+999999999-01-01T00:00:00Z"),
                        "is more than ten years away"),
                Arguments.of(input("release", "v1", "environment", "e", "phases", List.of("day")), "no such phase"),
                Arguments.of(input("release", "v1", "environment", "e", "by", "…"), "placeholder"),
                Arguments.of(
                        new RawValue(Payload.newBuilder()
                                .putMetadata("encoding", ByteString.copyFromUtf8("binary/plain"))
                                .setData(ByteString.copyFromUtf8("{}"))
                                .build()),
                        "the encoding is binary/plain"));
    }

    @ParameterizedTest
    @MethodSource("wrongStarts")
    void a_wrong_start_fails_at_once_and_says_what_is_expected(Object start, String reason) {
        var failure = harness.start("Deployment", "wrong-" + count++, start).failure();

        assertThat(failure.getType()).isEqualTo("InvalidStart");
        assertThat(failure.getOriginalMessage()).contains(reason).containsAnyOf("Expected:", "Known:");
    }

    @Test
    void a_deployment_that_is_started_again_goes_on_as_it_was_and_the_second_start_is_refused() {
        var first = harness.deployment("twice").awaitWaiting("review-documentation");
        var before = first.checklist().path("steps");

        assertThatThrownBy(() -> harness.deployment("twice")).isInstanceOf(WorkflowExecutionAlreadyStarted.class);

        assertThat(first.checklist().path("steps")).isEqualTo(before);
        assertThat(first.checklist().path("refused")).isEmpty();
        assertThat(harness.environments.orders("twice", "survey-host")).hasSize(1);
    }

    @Test
    void malformed_json_is_reported_with_its_place() {
        var raw = new RawValue(Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFromUtf8("{\"release\":\"v1\",}"))
                .build());

        var failure = harness.start("Deployment", "comma", raw).failure();

        assertThat(failure.getOriginalMessage()).contains("line 1 column").contains("not JSON");
    }

    @Test
    void everything_that_is_wrong_is_reported_at_once() {
        var failure = harness.start("Deployment", "all", input("release", "-", "environmet", "e"))
                .failure();

        assertThat(failure.getOriginalMessage())
                .contains("Did you mean environment?")
                .contains("release: ")
                .contains("environment: missing");
    }

    @Test
    void an_unknown_environment_fails_at_once() {
        var failure = harness.deployment("unknown", "nowhere").failure();

        assertThat(failure.getType()).isEqualTo("InvalidPlan");
        assertThat(failure.getOriginalMessage())
                .isEqualTo("environment nowhere: no such environment. Known: rehearsal.");
    }

    @Test
    void what_failed_because_it_has_no_plan_is_not_shown_as_running() {
        var run = harness.deployment("planless", "nowhere");
        run.failure();

        assertThat(run.details()).isEqualTo("""
            **Failed** · v1.0.0 in nowhere

            environment nowhere: no such environment. Known: rehearsal.
            """);
        assertThat(run.stub().describe().getTypedSearchAttributes().get(NornSearchAttributes.STATUS))
                .isNull();
    }

    @Test
    void a_rollback_needs_a_reason_and_a_name() {
        var failure = harness.start("Rollback", "r", input("environment", "e")).failure();

        assertThat(failure.getType()).isEqualTo("InvalidStart");
        assertThat(failure.getOriginalMessage()).contains("reason: missing").contains("by: missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200B", "ali\u200Bce", "\u202Eecila", "\u3164", "\u2003"})
    void a_name_that_cannot_be_seen_is_nobodys(String by) {
        var failure = harness.start(
                        "Rollback", "invisible-" + count++, input("environment", "e", "reason", "x", "by", by))
                .failure();

        assertThat(failure.getOriginalMessage()).contains("by: ");
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        var raw = new RawValue(Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFrom(
                        "{\"release\":\"v1\",\"environment\":\"caf\u00E9\"}", StandardCharsets.ISO_8859_1))
                .build());

        assertThat(harness.start("Deployment", "latin-1", raw).failure().getOriginalMessage())
                .contains("its bytes are not UTF-8");
    }

    @Test
    void a_second_value_is_refused() {
        for (var type : List.of("Deployment", "Rollback")) {
            var stub = harness.client.newUntypedWorkflowStub(
                    type,
                    WorkflowOptions.newBuilder()
                            .setTaskQueue(TaskQueues.NORN)
                            .setWorkflowId("two-" + type)
                            .build());
            stub.start(input("release", "v1.0.0", "environment", "e"), input("by", "alice"));

            assertThat(harness.run("two-" + type).failure().getOriginalMessage())
                    .startsWith("input: more than one value was sent");
        }
    }

    @Test
    void what_was_started_wrongly_answers_every_query_and_is_not_shown_as_running() {
        var wrong = List.of(
                harness.start("Deployment", "queried-1", input("relase", "v1")),
                harness.start("Rollback", "queried-2", input("environment", "e", "resaon", "x")),
                harness.start("DeploymentDay", "queried-3", input()),
                harness.deployment("queried-4", "nowhere"));
        for (var run : wrong) {
            run.failure();

            assertThat(run.status()).isEqualTo("ABANDONED");
            assertThat(run.stub().query("report", String.class)).isNotBlank();
            assertThat(run.stub().query("record", JsonNode.class).path("journals"))
                    .isEmpty();
        }
    }

    @Test
    void a_phase_is_not_to_be_started_by_hand() {
        for (var phase : List.of("PreDeployment", "DeploymentDay", "PostDeployment")) {
            assertThat(harness.start(phase, "by-hand-" + phase, input())
                            .failure()
                            .getOriginalMessage())
                    .startsWith("A phase is started by its deployment.");
        }
    }

    @Test
    void a_misspelt_workflow_type_is_answered_with_the_known_types() {
        var failure = harness.start("Deploymnt", "misspelt", input()).failure();

        assertThat(failure.getType()).isEqualTo("InvalidStart");
        assertThat(failure.getOriginalMessage())
                .isEqualTo("workflow type Deploymnt: not known. Known: Deployment, Rollback. Did you mean Deployment?");
    }
}
