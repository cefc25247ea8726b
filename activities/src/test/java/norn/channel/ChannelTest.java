package norn.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.FakeWebServer;
import norn.action.FakeWebServer.Page;
import norn.action.SettingsText;
import norn.action.run.Actions;
import norn.files.Sha256;
import norn.plan.OrderContext;
import norn.state.Evidence.Outcome;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelTest {
    @TempDir
    Path root;

    private final FakeWebServer web = new FakeWebServer();

    @AfterEach
    void close() {
        web.close();
    }

    private ActionHarness harness(Map<String, String> messages) {
        var settings = SettingsText.read(ChannelSettings.class, """
            audiences:
              players: [{kind: log, file: '%1$s/notices.jsonl'}]
              stakeholders:
                - {kind: log, file: '%1$s/people.jsonl'}
                - {kind: webhook, url: '%2$s', secretHeaders: {X-Token: canary}, timeout: 2s}
              status-page: []
              pager: [{kind: webhook, url: '%2$s', secretHeaders: {X-Token: canary}, timeout: 2s}]
            withoutTests: [players]
            messages: %3$s
            """, root, web.url("/hook"), messages);
        return new ActionHarness(root.resolve("records"), settings);
    }

    private ActionHarness harness() {
        return harness(Map.of());
    }

    @Test
    void those_on_call_are_paged_although_no_record_can_be_written() {
        web.page("/hook", 202, "");
        var harness = new ActionHarness(
                Path.of("/proc", root.getFileName().toString()), // no other run has left anything for it in memory
                harness().host().section(ChannelSettings.class).orElseThrow());

        assertThat(harness.run("page", "text", "The disk is full").outcome()).isEqualTo(Outcome.DONE);
        assertThat(harness.run("page", "text", "The disk is full").outcome()).isEqualTo(Outcome.ALREADY_SO);

        assertThat(web.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("The disk is full"));
    }

    @Test
    void an_audience_is_notified_once_whatever_is_tried_again() throws Exception {
        web.page("/hook", 202, "");
        var harness = harness();
        var order = harness.order("announce-start", "audience", "stakeholders", "message", "deployment-starting");

        var first = harness.run("announce", order);
        var again = harness.run("announce", order);

        assertThat(first.values()).containsEntry("channels", 2).containsEntry("notified", 2);
        assertThat(first.values().get("text"))
                .isEqualTo(
                        "The deployment of v1.0.0 to rehearsal begins; maintenance starts at a time that is not fixed"
                                + " yet. Run: rehearsal-v1.0.0-20261201-0900.");
        assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_SO);
        assertThat(web.requests()).hasSize(1);
        assertThat(web.requests().get(0).header("X-token")).isEqualTo(ActionHarness.CANARY);
        assertThat(web.requests().get(0).header("Idempotency-key"))
                .startsWith("rehearsal-v1.0.0-20261201-0900/announce-start/1/stakeholders/");
        assertThat(Files.readAllLines(root.resolve("people.jsonl"))).hasSize(1);
        harness.run(
                "announce",
                harness.retry("announce-start", 2, "audience", "stakeholders", "message", "deployment-starting"));
        assertThat(web.requests()).hasSize(2);
    }

    @Test
    void a_file_that_others_write_to_in_another_encoding_is_written_to_too() throws Exception {
        Files.write(root.resolve("notices.jsonl"), new byte[] {'P', (byte) 0xE9, '\n'});

        var evidence = harness().run("announce", "audience", "players", "message", "deployment-starting");

        assertThat(evidence.outcome()).isEqualTo(Outcome.DONE);
        assertThat(Files.readAllLines(root.resolve("notices.jsonl"), StandardCharsets.ISO_8859_1))
                .hasSize(2);
    }

    @Test
    void a_receiver_that_redirects_was_not_notified() {
        web.page("/hook", () -> new Page(302, "", Map.of("Location", web.url("/log-in"))));
        web.page("/log-in", 200, "who are you?");

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness().run("announce", "audience", "stakeholders", "message", "deployment-starting"));

        assertThat(failed.error()).isEqualTo("NotNotified");
        assertThat(failed).hasMessage("channel stakeholders[1]: status 302");
    }

    @Test
    void a_receiver_that_fails_is_notified_again_and_the_others_are_not() throws Exception {
        var asked = new AtomicInteger();
        web.page("/hook", () -> new Page(asked.incrementAndGet() == 1 ? 500 : 200, "", Map.of()));
        var harness = harness();
        var order = harness.order("a", "audience", "stakeholders", "message", "deployment-complete");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run("announce", order));
        var then = harness.run("announce", order);

        assertThat(failed.error()).isEqualTo("NotNotified");
        assertThat(failed).hasMessage("channel stakeholders[1]: status 500");
        assertThat(failed.retryable()).isTrue();
        assertThat(then.values()).containsEntry("notified", 1);
        assertThat(Files.readAllLines(root.resolve("people.jsonl"))).hasSize(1);
    }

    @Test
    void a_notice_whose_fate_is_unknown_goes_out_again_with_the_same_key_and_says_so() {
        web.page("/hook", 200, "");
        var harness = harness();
        var order = harness.order("page-1", "about", "outage", "text", "it is down");
        var notice = new Notice(
                "rehearsal-v1.0.0-20261201-0900/page-1/1/pager/"
                        + Sha256.of("pageoutage: it is down").substring(0, 8),
                "pager",
                "page",
                "",
                order,
                "");
        new DeliveryLog(harness.attempt(Actions.known().get("page"), order), notice, "pager[0]").recordStarted();

        harness.run("page", order);

        assertThat(web.requests().get(0).body())
                .contains("\"possiblyRepeated\":true")
                .contains("[rehearsal] outage: it is down Run: rehearsal-v1.0.0-20261201-0900.");
    }

    @Test
    void a_role_is_notified_by_the_audience_of_its_name_or_else_by_the_pager() throws Exception {
        web.page("/hook", 200, "");

        harness().run("notify", "roles", List.of("stakeholders"), "about", "go-live", "text", "waits for stakeholders");
        assertThat(Files.readAllLines(root.resolve("people.jsonl")))
                .singleElement()
                .asString()
                .contains("[rehearsal] go-live: waits for stakeholders Run: ");
        assertThat(web.requests()).as("their own hook alone").hasSize(1);

        harness().run("notify", harness().order("again", "roles", List.of("operator"), "text", "waits for operator"));
        assertThat(web.requests()).hasSize(2);
        assertThat(web.requests().get(1).body()).contains("\"audience\":\"pager\"");

        harness()
                .run(
                        "notify",
                        harness()
                                .order(
                                        "urgent",
                                        "roles",
                                        List.of("stakeholders"),
                                        "urgent",
                                        true,
                                        "text",
                                        "still waits"));
        assertThat(web.requests()).as("stakeholders and those on call").hasSize(4);
    }

    @Test
    void no_secret_goes_out() throws Exception {
        web.page("/hook", 200, "");

        harness().run("announce", "audience", "stakeholders", "message", "operational", "text", ActionHarness.CANARY);

        assertThat(web.requests().get(0).body()).contains("[secret canary]").doesNotContain("c4n4ry");
        assertThat(Files.readString(root.resolve("people.jsonl"))).doesNotContain("c4n4ry");
    }

    @Test
    void an_installation_has_its_own_words() throws Exception {
        var harness = harness(Map.of("maintenance-notice/players", "{environment} schließt für {release}."));

        harness.run("announce", "audience", "players", "message", "maintenance-notice");

        assertThat(Files.readString(root.resolve("notices.jsonl"))).contains("rehearsal schließt für v1.0.0.");
    }

    @Test
    void a_notice_says_when_maintenance_begins_as_far_as_that_is_known() throws Exception {
        var context = new OrderContext(Instant.parse("2026-12-01T09:00:30Z"), null, null);
        harness().runIn(context, "announce", "audience", "players", "message", "maintenance-notice");
        harness().deployment("another").run("announce", "audience", "players", "message", "maintenance-notice");

        assertThat(Files.readAllLines(root.resolve("notices.jsonl")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("Maintenance of rehearsal starts at 2026-12-01 09:00 UTC for release v1.0.0"),
                        line -> assertThat(line)
                                .contains("Maintenance of rehearsal starts at a time that is not fixed yet for release"
                                        + " v1.0.0"));
    }

    @Test
    void an_unknown_message_or_audience_is_refused_with_those_that_there_are() {
        var message = catchThrowableOfType(
                ActionFailed.class, () -> harness().run("announce", "audience", "players", "message", "maintenence"));
        var audience = catchThrowableOfType(
                ActionFailed.class, () -> harness().run("announce", "audience", "gamers", "message", "operational"));

        assertThat(message.error()).isEqualTo("UnknownMessage");
        assertThat(message.remedy()).contains("maintenance-notice");
        assertThat(audience.error()).isEqualTo("UnknownAudience");
        assertThat(audience.remedy()).isEqualTo("Known: players, stakeholders, status-page, pager");
    }

    @Test
    void an_audience_without_a_channel_is_said_to_have_none() {
        var evidence = harness().run("announce", "audience", "status-page", "message", "operational");

        assertThat(evidence.outcome()).isEqualTo(Outcome.NOT_NEEDED);
    }

    @Test
    void a_test_goes_to_every_audience_that_gets_tests() {
        web.page("/hook", 404, "");

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness().run("test-channels"));

        assertThat(failed).hasMessage("channel stakeholders[1]: status 404; channel pager[0]: status 404");
        assertThat(root.resolve("notices.jsonl")).doesNotExist();
    }

    @Test
    void a_page_without_channels_does_not_fail() {
        var evidence = new ActionHarness(root.resolve("records")).run("page", "text", "it is down");

        assertThat(evidence.outcome()).isEqualTo(Outcome.NOT_NEEDED);
        assertThat(evidence.summary()).isEqualTo("nobody is paged: the environment file has no host.channels");
    }

    @Test
    void channels_without_a_pager_are_a_problem_of_the_file() {
        var problems = new Problems();
        var root = YamlFile.parse("production.yaml", "audiences: {players: []}\n", problems);

        new RecordReader().read(Objects.requireNonNull(root), ChannelSettings.class);

        assertThat(problems.list().get(0).text())
                .isEqualTo("production.yaml:1:1: audiences: has no pager, which Norn calls when people must act."
                        + " Expected its channels; [] where nobody is on call.");
    }
}
