package norn.worker;

import static norn.worker.WorkflowHarness.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class MessagesTest {
    @TempDir
    Path records;

    private WorkflowHarness harness;
    private WorkflowHarness.TestRun deployment;

    @BeforeEach
    void start() {
        harness = new WorkflowHarness(records);
        deployment = harness.deployment("d").awaitWaiting("review-documentation");
    }

    @AfterEach
    void end() {
        harness.close();
    }

    @Test
    void an_accepted_update_answers_with_the_new_status() {
        var answer = deployment.update("complete", "step", "review-documentation", "by", "bob");

        assertThat(answer.accepted()).isTrue();
        assertThat(answer.status()).isNotBlank();
        assertThat(deployment.checklist().path("waiting"))
                .noneMatch(question -> question.path("id").asText().equals("review-documentation"));
    }

    @Test
    void words_are_understood_as_people_write_them() {
        deployment.stub().signal("complete", input("step", "review-documentation", "by", "bob", "outcome", " done"));
        deployment.awaitWaiting("approve-plan");

        var answer = deployment.update("decide", "gate", "approve-plan", "verdict", "no-go", "by", "alice");

        assertThat(answer.accepted()).isTrue();
        deployment.awaitStatus("ABANDONED");
    }

    @Test
    void a_signal_reaches_the_same_code() {
        deployment.stub().signal("complete", input("step", "review-documentation", "by", "bob"));

        deployment.awaitWaiting("approve-plan");
    }

    @Test
    void a_phase_takes_messages_directly_and_reports_to_its_deployment() {
        harness.run("d/pre-deployment").update("complete", "step", "review-documentation", "by", "bob");

        deployment.awaitWaiting("approve-plan");
    }

    @Test
    void an_early_go_is_refused() {
        var reason = deployment.refusal("decide", "gate", "go-live", "verdict", "GO", "by", "alice");

        assertThat(reason)
                .isEqualTo(
                        "Too early: this message is for deployment-day, and pre-deployment is running. Send it again when the checklist lists it as waiting.");
        assertThat(deployment.refused()).containsExactly("decide alice: " + reason);
    }

    @Test
    void an_early_no_go_counts_at_once() {
        deployment.noGo("go-live");

        assertThat(deployment.result().reason()).contains("NO_GO at go-live by alice");
        assertThat(deployment.status()).isEqualTo("ABANDONED");
    }

    @Test
    void an_early_attestation_is_saved_until_its_phase() {
        var answer = deployment.update("complete", "step", "weekly-review", "by", "bob");
        deployment.goLive().awaitWaiting("final-sign-off");

        assertThat(answer.status()).isEqualTo("saved until post-deployment starts");
        assertThat(deployment.checklist().path("steps"))
                .anyMatch(line -> line.path("id").asText().equals("weekly-review")
                        && line.path("state").asText().equals("DONE")
                        && line.path("by").asText().equals("bob"));
    }

    @Test
    void a_late_message_is_refused() {
        deployment.prepare().awaitWaiting("start-day");

        assertThat(deployment.refusal("decide", "gate", "approve-plan", "verdict", "GO", "by", "alice"))
                .isEqualTo("Too late: pre-deployment is over, this is deployment-day.");
    }

    @Test
    void a_message_that_is_sent_twice_changes_nothing_and_what_is_refused_is_shown() {
        assertThat(deployment.refusal("complete", "step", "review-documentation", "by", "mallory"))
                .contains("mallory");
        deployment.complete("review-documentation");
        deployment.update("complete", "step", "review-documentation", "by", "bob");
        assertThat(deployment.refusal("complete", "step", "review-documentation", "by", "bob", "outcome", "FAILED"))
                .isNotBlank();

        assertThat(deployment.refused()).hasSize(2).first().asString().startsWith("complete mallory: ");
    }

    @Test
    void a_misspelt_field_is_refused_with_what_was_meant() {
        assertThat(deployment.refusal("complete", "stepp", "review-documentation", "by", "bob"))
                .contains("stepp: unknown field")
                .contains("Did you mean step?")
                .contains("step: missing");
    }

    @Test
    void a_rollback_in_an_unknown_mode_or_to_what_is_no_release_is_refused() {
        assertThat(deployment.refusal("rollBack", "reason", "slow", "by", "alice", "mode", "all", "to", "../etc"))
                .contains("mode: \"all\" is not known here. Known: auto, code, database")
                .contains("to: \"../etc\" is not a name");
    }

    @Test
    void a_decision_whose_bytes_are_no_text_or_beside_which_another_value_is_sent_is_refused() {
        var latin = new RawValue(Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                .setData(ByteString.copyFrom(
                        "{\"step\":\"review-documentation\",\"by\":\"bob\",\"note\":\"\u00E9\"}",
                        StandardCharsets.ISO_8859_1))
                .build());

        assertThat(deployment.refusalOf("complete", latin)).contains("its bytes are not UTF-8");
        deployment.stub().signal("complete", input("step", "review-documentation", "by", "bob"), input("by", "bob"));
        deployment.awaitChecklist(checklist -> checklist.path("refused").size() == 2);

        assertThat(deployment.refused().get(1)).contains("more than one value was sent");
    }

    @Test
    void an_unreadable_signal_is_shown_as_refused() {
        deployment.stub().signal("decide", "GO");

        deployment.awaitChecklist(checklist -> checklist.path("refused").size() == 1);
        assertThat(deployment.refused().get(0)).contains("no object was sent, but string");
    }

    @Test
    void a_message_with_a_name_that_does_not_exist_is_shown_as_refused() {
        deployment.stub().signal("aprove", input("gate", "go-live", "by", "alice"));
        var reason = deployment.refusal("decied", "gate", "go-live", "verdict", "GO", "by", "alice");

        deployment.awaitChecklist(checklist -> checklist.path("refused").size() == 2);
        assertThat(reason).contains("no such message").contains("Did you mean decide?");
        assertThat(deployment.refused()).anyMatch(line -> line.startsWith("aprove alice: "));
    }

    @Test
    void a_phase_refuses_and_shows_a_name_that_does_not_exist_too() {
        harness.run("d/pre-deployment").stub().signal("aprove", input("gate", "go-live", "by", "alice"));

        deployment.awaitChecklist(checklist -> checklist.path("refused").size() == 1);
    }

    @Test
    void a_message_of_three_megabytes_is_rejected_and_the_run_goes_on() {
        var note = "x".repeat(3_000_000);

        assertThatThrownBy(
                () -> deployment.update("complete", "step", "review-documentation", "by", "bob", "note", note));

        deployment.complete("review-documentation").awaitWaiting("approve-plan");
    }

    @Test
    void a_long_signal_is_recorded_clipped() {
        deployment
                .stub()
                .signal("complete", input("step", "review-documentation", "by", "bob", "note", "x".repeat(100_000)));

        deployment.awaitChecklist(checklist -> checklist.path("refused").size() == 1);
        assertThat(deployment.refused().get(0)).contains("bytes are too many").hasSizeLessThan(600);
    }

    @Test
    void several_steps_are_accepted_together_or_not_at_all() {
        var reason = deployment.refusal("complete", "steps", List.of("weekly-review", "post-mortem"), "by", "bob");

        assertThat(reason).contains("post-mortem");
    }

    @Test
    void what_is_over_accepts_no_messages() {
        deployment.noGo("approve-plan").result();

        assertThat(deployment.checklist().path("result").path("status").asText())
                .isEqualTo("ABANDONED");
    }

    @Test
    void an_incident_and_a_pause_are_forwarded() {
        deployment.update("incident", "id", "i1", "severity", "P2", "summary", "slow", "state", "OPEN", "by", "alice");
        deployment.update("pause", "by", "alice");
        deployment.awaitStatus("PAUSED");
        deployment.update("resume", "by", "alice");

        var incidents = deployment.awaitStatus("WAITING_FOR_PEOPLE").checklist().path("incidents");
        assertThat(incidents.get(0).path("summary").asText()).isEqualTo("slow");
    }

    @Test
    void the_checklist_proposes_messages_that_are_accepted_but_for_the_name() {
        var proposed = deployment.checklist().path("waiting").get(0).path("message");
        var payload = (ObjectNode) proposed.path("payload");

        var asItIs = deployment.refusalOf(proposed.path("name").asText(), payload);
        payload.put("by", "bob");
        deployment.stub().update(proposed.path("name").asText(), JsonNode.class, payload);

        assertThat(asItIs).contains("placeholder");
        deployment.awaitWaiting("approve-plan");
    }

    @Test
    void an_early_no_go_of_who_may_not_decide_there_is_refused() {
        assertThat(deployment.refusal("decide", "gate", "go-live", "verdict", "NO_GO", "by", "mallory"))
                .isEqualTo("mallory is not known as release-manager. Known: alice, carol");
        assertThat(deployment.refusal("decide", "gate", "activate", "verdict", "NO_GO", "by", "alice"))
                .startsWith("activate is no gate");
        assertThat(deployment.status()).isEqualTo("WAITING_FOR_PEOPLE");
    }

    @Test
    void a_no_go_to_a_rollback_that_does_not_run_is_refused() {
        assertThat(deployment.refusal("decide", "gate", "set-data-aside", "verdict", "NO_GO", "by", "alice"))
                .isEqualTo("No rollback is running: there is nothing to decide at set-data-aside.");
    }

    @Test
    void an_early_attestation_is_checked_when_it_comes() {
        assertThat(deployment.refusal("complete", "step", "weekly-review", "by", "mallory"))
                .isEqualTo("mallory is not known as operator. Known: bob");
        deployment.update("complete", "step", "weekly-review", "by", "bob");
        assertThat(deployment.refusal("complete", "step", "weekly-review", "by", "bob"))
                .startsWith("weekly-review was attested early by bob");
    }

    @Test
    void bursts_of_signals_leave_the_run_running_and_what_it_keeps_small() {
        for (var i = 0; i < 700; i++) {
            deployment.stub().signal("decide", input("gate", "go-live", "verdict", "GO", "by", "mallory" + i));
        }
        for (var i = 0; i < 60; i++) {
            deployment.stub().signal("incident", incident("small-" + i, 2_000));
        }
        for (var i = 0; i < 12; i++) {
            deployment.stub().signal("incident", incident("big-" + i, 60_000));
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> deployment.checklist().path("incidents").size() == 72);

        assertThat(deployment.refused()).hasSizeLessThan(220);
        assertThat(deployment.checklist().toString()).hasSizeLessThan(400_000);
        deployment.complete("review-documentation").awaitWaiting("approve-plan");
    }

    @Test
    void a_burst_of_updates_to_the_phase_and_to_its_deployment_is_answered() throws Exception {
        var clients = new Clients(6);
        for (var i = 0; i < 60; i++) {
            var run = i % 2 == 0 ? deployment : harness.run("d/pre-deployment");
            var id = "i" + i;
            clients.submit(() -> run.stub().update("incident", JsonNode.class, incident(id, 2_000)));
        }
        clients.awaitAnswers();

        deployment.awaitChecklist(checklist -> checklist.path("incidents").size() == 60);
    }

    /** People who all send at once. */
    private static final class Clients {
        private final ExecutorService threads;
        private final List<Future<?>> answers = new ArrayList<>();

        Clients(int count) {
            threads = Executors.newFixedThreadPool(count);
        }

        void submit(Runnable message) {
            answers.add(threads.submit(message));
        }

        void awaitAnswers() throws Exception {
            for (var answer : answers) {
                answer.get(1, TimeUnit.MINUTES);
            }
            threads.shutdown();
        }
    }

    private static Map<String, Object> incident(String id, int characters) {
        return input("id", id, "severity", "P3", "summary", "x".repeat(characters), "state", "OPEN", "by", "alice");
    }

    @Test
    void a_message_with_thousands_of_mistakes_is_answered_in_short() {
        var fields = new LinkedHashMap<String, Object>();
        for (var i = 0; i < 6_000; i++) {
            fields.put("f" + i, 1);
        }
        var steps = IntStream.range(0, 2_000)
                .mapToObj("review-documentatio-and-more-%d"::formatted)
                .toList();

        assertThat(deployment.refusalOf("complete", fields)).hasSizeLessThan(3_000);
        assertThat(deployment.refusal("complete", "steps", steps, "by", "bob")).hasSizeLessThan(3_000);
    }
}
