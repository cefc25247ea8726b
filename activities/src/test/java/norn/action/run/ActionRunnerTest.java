package norn.action.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import norn.action.Action.Option;
import norn.action.Action.Option.Type;
import norn.action.ActionFailed;
import norn.action.ActionHarness;
import norn.action.Attempt;
import norn.action.FakeAction;
import norn.action.Fence;
import norn.files.LenientJson;
import norn.files.Sha256;
import norn.plan.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionRunnerTest {
    @TempDir
    Path records;

    @Test
    void an_option_that_the_action_does_not_know_is_refused_with_those_it_knows() {
        var harness = new ActionHarness(records);
        var action = new FakeAction(
                false,
                List.of(
                        Option.required("audience", Type.TEXT, "who"),
                        Option.optional("timeout", Type.DURATION, "how long")),
                (order, attempt) -> attempt.evidence().done("said"));

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness.run(action, harness.order("say", "audiense", "players", "timeout", "5 minutes")));

        assertThat(failed.error()).isEqualTo("WrongOptions");
        assertThat(failed)
                .hasMessage("fake: audience is missing; timeout is not a DURATION: 5 minutes; audiense is unknown");
        assertThat(failed.remedy()).isEqualTo("Its options: audience, timeout");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void an_order_of_an_older_holder_is_refused_before_the_act() {
        var harness = new ActionHarness(records);
        new Fence(records).acquire("one");
        new Fence(records).acquire("two");
        var action = FakeAction.changing((order, attempt) -> attempt.evidence().done("changed"));

        var failed =
                catchThrowableOfType(ActionFailed.class, () -> harness.fence(1).run(action, harness.order("change")));

        assertThat(failed.error()).isEqualTo("StaleFence");
        assertThat(harness.fence(2).run(action, harness.order("change")).summary())
                .isEqualTo("changed");
    }

    @Test
    void an_order_that_becomes_old_while_it_works_is_refused_before_its_next_part() {
        var harness = new ActionHarness(records);
        var fence = new Fence(records);
        harness.fence(fence.acquire("one"));
        var action = FakeAction.changing((order, attempt) -> {
            attempt.checkFence();
            fence.acquire("two");
            attempt.checkFence();
            return attempt.evidence().done("changed");
        });

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action, harness.order("change")));

        assertThat(failed.error()).isEqualTo("StaleFence");
    }

    @Test
    void what_only_reads_needs_no_fence() {
        var harness = new ActionHarness(records);
        new Fence(records).acquire("one");

        var evidence = harness.run(
                FakeAction.harmless((order, attempt) -> attempt.evidence().done("seen")), harness.order("check"));

        assertThat(evidence.summary()).isEqualTo("seen");
    }

    @Test
    void what_fails_because_it_was_asked_to_stop_has_stopped_and_not_failed() {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> {
            Thread.currentThread().interrupt();
            throw new ActionFailed("ServiceManagerSilent", "pm2 says nothing", "Ask it.", false);
        });

        var stopped = catchThrowableOfType(Attempt.Stopped.class, () -> harness.run(action, harness.order("measure")));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped).hasMessage("interrupted");
    }

    @Test
    void no_secret_leaves_the_host() throws Exception {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> {
            attempt.heartbeat("connecting with " + ActionHarness.CANARY);
            return attempt.evidence()
                    .value("url", "redis://:" + URLEncoder.encode(ActionHarness.CANARY, StandardCharsets.UTF_8))
                    .value("list", List.of(Map.of("k", ActionHarness.CANARY)))
                    .artifact(attempt.evidenceFolder(), "answer.txt", "password=" + ActionHarness.CANARY)
                    .done("logged in with " + ActionHarness.CANARY);
        });

        var evidence = harness.run(action, harness.order("check"));

        assertThat(evidence.toString()).doesNotContain("c4n4ry").contains("logged in with [secret canary]");
        assertThat(String.join("\n", harness.heartbeats())).doesNotContain("c4n4ry");
        assertThat(Files.readString(records.resolve(evidence.artifacts().get(0).path())))
                .isEqualTo("password=[secret canary]");
        assertThat(evidence.artifacts().get(0).sha256()).isEqualTo(Sha256.of("password=[secret canary]"));
    }

    @Test
    void what_no_action_expects_fails_masked_and_may_be_tried_again() {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> {
            throw new IllegalStateException(
                    "refused " + ActionHarness.CANARY, new RuntimeException(ActionHarness.CANARY));
        });

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action, harness.order("check")));

        assertThat(failed.error()).isEqualTo("Unexpected");
        assertThat(failed).hasMessage("fake: IllegalStateException").hasNoCause();
        assertThat(failed.retryable()).isTrue();
        var cause = records.resolve("rehearsal-v1.0.0-20261201-0900/check/1/failure.txt");
        assertThat(failed.remedy()).isEqualTo("Find the cause, then RETRY. The cause is in %s on this host.", cause);
        assertThat(cause).content().contains("refused [secret canary]").doesNotContain("c4n4ry");
    }

    @Test
    void a_failures_cause_stays_on_the_host() {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> {
            throw new ActionFailed(
                    "Failed", "x".repeat(10_000), null, false, new SQLException("Detail: Key (email)=(a@b.example)"));
        });

        var failed = catchThrowableOfType(ActionFailed.class, () -> harness.run(action, harness.order("check")));

        assertThat(failed).hasNoCause();
        assertThat(failed.getMessage()).hasSizeLessThan(2_100);
        assertThat(failed.getMessage() + failed.remedy()).doesNotContain("a@b.example");
        assertThat(records.resolve("rehearsal-v1.0.0-20261201-0900/check/1/failure.txt"))
                .content()
                .contains("a@b.example");
    }

    @Test
    void an_evidence_of_any_size_fits_into_a_history_and_the_whole_stays_on_the_host() throws Exception {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> {
            var evidence = attempt.evidence().value("rows", 7).value("text", "t".repeat(6_000_000));
            for (var i = 0; i < 100; i++) {
                evidence.value("answer " + i, "a".repeat(3_000));
            }
            return evidence.value("list", Collections.nCopies(1_000_000, "item"))
                    .value(
                            "map",
                            IntStream.range(0, 100_000).boxed().collect(Collectors.toMap(i -> "key " + i, i -> i)))
                    .done("s".repeat(100_000));
        });

        var evidence = harness.run(action, harness.order("check"));

        assertThat(LenientJson.line(evidence)).hasSizeLessThan(200_000);
        assertThat(evidence.values()).containsEntry("rows", 7);
        assertThat(evidence.values().get("text").toString()).startsWith("[cut: ");
        assertThat(evidence.values().get("answer 99")).isEqualTo("a".repeat(3_000));
        assertThat(evidence.summary()).endsWith("[cut here: 100000 characters in all]");
        assertThat(Path.of((String) evidence.values().get("whole"))).content().hasSizeGreaterThan(7_000_000);
    }

    @Test
    void an_evidence_that_fits_is_as_the_action_made_it() {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> attempt.evidence()
                .value("list", List.of("a", 1))
                .value("text", "t".repeat(4_000))
                .done("seen"));

        assertThat(harness.run(action, harness.order("check")).values())
                .isEqualTo(Map.of("list", List.of("a", 1), "text", "t".repeat(4_000)));
    }

    @Test
    void a_heartbeat_is_one_short_line() {
        var harness = new ActionHarness(records);
        var action = FakeAction.harmless((order, attempt) -> {
            attempt.heartbeat("line\n".repeat(100_000));
            return attempt.evidence().done("");
        });

        harness.run(action, harness.order("check"));

        assertThat(harness.heartbeats())
                .singleElement()
                .asString()
                .hasSizeLessThan(310)
                .doesNotContain("\n");
    }

    @Test
    void a_deployment_may_be_called_anything_and_its_evidence_stays_under_the_records() {
        var harness = new ActionHarness(records).deployment("../../etc/passwd; rm -rf /");
        var action = FakeAction.harmless((order, attempt) -> attempt.evidence()
                .artifact(attempt.evidenceFolder(), "a.txt", "a")
                .done("seen"));

        var evidence = harness.run(action, harness.order("../check"));

        var file = records.resolve(evidence.artifacts().get(0).path()).normalize();
        assertThat(file).startsWith(records).exists();
    }

    @Test
    void a_host_that_is_not_as_planned_asks_and_a_retry_accepts_it() {
        var planned = new ActionHarness(records, Map.of(), List.of(), "database.name = old\nx = 1\n");
        var action = FakeAction.changing((order, attempt) -> attempt.evidence().done("changed"));
        planned.run(action, planned.order("change"));
        var present = new ActionHarness(records, Map.of(), List.of(), "database.name = new\nx = 1\n");

        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> present.run(
                        action, with(present.order("change"), planned.host().sha256())));

        assertThat(failed.error()).isEqualTo("HostChanged");
        assertThat(failed)
                .hasMessageEndingWith("not what the plan was made with: - database.name = old; + database.name = new");
        assertThat(present.run(
                                action,
                                with(present.retry("change", 2), planned.host().sha256()))
                        .summary())
                .isEqualTo("changed");
        assertThat(present.run(
                                action,
                                with(present.order("next"), planned.host().sha256()))
                        .summary())
                .isEqualTo("changed");
    }

    @Test
    void evidence_says_that_the_environment_file_changed_where_the_present_one_counts() {
        var planned = new ActionHarness(records, Map.of(), List.of(), "database.name = old\n");
        var action = FakeAction.harmless((order, attempt) -> attempt.evidence().done("watched"));
        planned.run(action, planned.order("watch"));
        var present = new ActionHarness(records, Map.of(), List.of(), "database.name = new\n");

        var evidence = present.run(
                action, comparedWith(present.order("watch"), planned.host().sha256()));

        assertThat(evidence.summary())
                .isEqualTo(
                        "watched (the environment file has changed since the plan was made: commands and addresses are"
                                + " those of now, people and limits those of the plan)");
        assertThat(evidence.values())
                .containsEntry("environmentFileChanged", "- database.name = old; + database.name = new");
        assertThat(planned.run(
                                action,
                                comparedWith(
                                        planned.order("watch"), planned.host().sha256()))
                        .summary())
                .isEqualTo("watched");
    }

    @Test
    void every_known_action_says_what_it_is() {
        assertThat(Actions.known()).allSatisfy((name, action) -> {
            assertThat(name).matches("[a-z]+(-[a-z]+)*");
            assertThat(action.description()).endsWith(".");
        });
    }

    private static Order with(Order order, String host) {
        return new Order(
                order.deployment(),
                order.environment(),
                order.release(),
                order.previousRelease(),
                order.component(),
                order.step(),
                order.attempt(),
                order.fence(),
                host,
                order.options(),
                order.context());
    }

    private static Order comparedWith(Order order, String host) {
        return new Order(
                order.deployment(),
                order.environment(),
                order.release(),
                order.previousRelease(),
                order.component(),
                order.step(),
                order.attempt(),
                order.fence(),
                null,
                order.options(),
                order.context(),
                host);
    }

    @Test
    void what_actions_did_stays_on_the_host_line_by_line_and_damage_costs_one_line() throws Exception {
        var harness = new ActionHarness(records);
        harness.run(
                FakeAction.changing((order, attempt) -> attempt.evidence().done("swapped by " + ActionHarness.CANARY)),
                harness.order("swap-database"));
        var file = records.resolve("rehearsal-v1.0.0-20261201-0900/actions.jsonl");
        Files.writeString(file, "\n{\"at\":\"2026-12-0", StandardOpenOption.APPEND);
        var failed = catchThrowableOfType(
                ActionFailed.class,
                () -> harness.run(
                        FakeAction.harmless((order, attempt) -> {
                            throw new ActionFailed("NotThere", "nothing answers", null, false);
                        }),
                        harness.retry("check", 2)));

        assertThat(failed.error()).isEqualTo("NotThere");
        assertThat(ActionLog.read(records, "rehearsal-v1.0.0-20261201-0900"))
                .extracting(
                        ActionLog.Entry::step,
                        ActionLog.Entry::attempt,
                        ActionLog.Entry::changes,
                        ActionLog.Entry::what,
                        ActionLog.Entry::summary)
                .containsExactly(
                        tuple("swap-database", 1, true, ActionLog.What.BEGUN, ""),
                        tuple("swap-database", 1, true, ActionLog.What.DONE, "swapped by [secret canary]"),
                        tuple("check", 2, false, ActionLog.What.BEGUN, ""),
                        tuple("check", 2, false, ActionLog.What.FAILED, "NotThere: nothing answers"));
        assertThat(ActionLog.read(records, "unknown")).isEmpty();
    }
}
