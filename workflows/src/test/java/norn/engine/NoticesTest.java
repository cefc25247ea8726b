package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.plan.Asking;
import norn.runbook.Criterion.Response;
import norn.runbook.RollbackMode;
import norn.runbook.Work.DeadlineAction;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private static List<String> notified(EngineRun run) {
        return run.of(Command.Tell.class)
                .map(tell -> "%s%s: %s: %s"
                        .formatted(
                                String.join("+", tell.roles()),
                                tell.urgent() ? " and those on call" : "",
                                tell.about(),
                                tell.text()))
                .toList();
    }

    @Test
    void people_are_notified_of_a_gate_that_opens_at_once_and_once() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")));

        assertThat(notified(run)).containsExactly("release-manager: go-live: waits for release-manager: Step go-live");
        assertThat(notified(run.next())).isEmpty();
    }

    @Test
    void what_begins_to_wait_together_is_one_notice_for_each_role() {
        var run = new EngineRun(TestRunbook.preparation(
                StepBuilder.person("one"), StepBuilder.gate("gate"), StepBuilder.person("two")));

        assertThat(notified(run))
                .containsExactly(
                        "operator: one: and 1 more: 2 things wait for operator: one (Step one); two (Step two)",
                        "release-manager: gate: waits for release-manager: Step gate");
    }

    @Test
    void people_are_reminded_ever_more_seldom_and_those_on_call_hear_of_it() {
        var run = new EngineRun(TestRunbook.preparation(StepBuilder.person("one")));

        assertThat(notified(run.advance(Duration.ofMinutes(59)))).isEmpty();
        assertThat(notified(run.advance(Duration.ofMinutes(1))))
                .containsExactly("operator: one: still waits for operator: Step one");
        assertThat(notified(run.advance(Duration.ofHours(3))))
                .containsExactly("operator and those on call: one: still waits for operator: Step one");
        assertThat(notified(run.advance(Duration.ofHours(20)))).hasSize(1);
        var notices = 0;
        for (var hour = 0; hour < 24 * 180; hour++) {
            notices += notified(run.advance(Duration.ofHours(1))).size();
        }
        assertThat(notices).as("half a year of waiting").isEqualTo(180);
    }

    @Test
    void what_failed_and_a_question_without_an_answer_are_reminded_too() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.step("check"), StepBuilder.step("measure"))
                .criterion("cost", Response.ASK, null, RollbackMode.CODE));
        run.fail("check").succeed("measure", Map.of("cost", 140), List.of("cost"));
        assertThat(notified(run)).isEmpty();

        assertThat(notified(run.advance(Duration.ofHours(1))).get(0))
                .contains("2 things still wait for operator: check (it failed: Step check); cost (cost is 140");
    }

    @Test
    void while_users_are_out_people_are_reminded_every_ten_minutes_for_an_hour() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("stop").changes(), StepBuilder.gate("go-live").needs("stop")));
        run.succeed("stop");
        for (var ten = 0; ten < 6; ten++) {
            assertThat(notified(run.advance(Duration.ofMinutes(10)))).hasSize(1);
        }
        assertThat(notified(run.advance(Duration.ofMinutes(50)))).isEmpty();
    }

    @Test
    void the_times_of_reminders_are_as_the_environment_says() {
        var asking = new Asking(
                Duration.ofHours(4), 20, List.of(Duration.ofMinutes(30), Duration.ofHours(2)), Duration.ofMinutes(5));
        var run =
                new EngineRun(TestRunbook.preparation(StepBuilder.person("one")).asking(asking));

        assertThat(notified(run.advance(Duration.ofMinutes(29)))).isEmpty();
        assertThat(notified(run.advance(Duration.ofMinutes(1)))).hasSize(1);
        assertThat(notified(run.advance(Duration.ofMinutes(119)))).isEmpty();
        assertThat(notified(run.advance(Duration.ofMinutes(1)))).hasSize(1);
    }

    @Test
    void people_are_warned_once_before_a_deadline_passes() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go-live").deadline(Duration.ofMinutes(15), DeadlineAction.PAGE)));

        assertThat(run.wakeUps()).containsExactly(EngineRun.START.plus(Duration.ofMinutes(10)));
        assertThat(notified(run.advance(Duration.ofMinutes(10))))
                .containsExactly(
                        "release-manager and those on call: go-live: its deadline is near, and nobody has answered:"
                                + " Step go-live");
        assertThat(notified(run.advance(Duration.ofMinutes(5)))).isEmpty();
        assertThat(run.paged()).containsExactly("go-live");
    }

    @Test
    void a_gate_is_known_of_before_it_opens() {
        var t0 = EngineRun.START.plus(Duration.ofHours(4));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("stop").at("T-0").changes(),
                        StepBuilder.gate("go-live").at("T+110m").needs("stop")),
                t0);
        assertThat(notified(run)).isEmpty();

        run.advanceTo(t0);
        assertThat(notified(run.advanceTo(t0.plus(Duration.ofMinutes(80)))))
                .containsExactly(
                        "release-manager: go-live: it is expected to open at 2026-12-01T12:50:00Z and waits for"
                                + " release-manager then: Step go-live");
        assertThat(notified(run.advance(Duration.ofMinutes(1)))).isEmpty();
    }

    @Test
    void people_are_notified_of_a_gate_that_is_late_already_once_it_opens() {
        var run = EngineRun.withT0(
                TestRunbook.preparation(
                        StepBuilder.step("survey"),
                        StepBuilder.gate("prepared").at("T-2d").needs("survey")),
                EngineRun.START.plus(Duration.ofDays(1)));

        assertThat(notified(run)).isEmpty();
        assertThat(notified(run.succeed("survey"))).hasSize(1);
    }

    @Test
    void a_stop_tells_nobody_to_answer_any_more() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("one"), StepBuilder.person("two")));
        run.noGo("one", "alice");

        assertThat(notified(run)).isEmpty();
        assertThat(run.finished()).isTrue();
    }

    @Test
    void by_rules_1_nobody_is_notified() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")).rules(1));

        assertThat(notified(run)).isEmpty();
        assertThat(run.wakeUps()).isEqualTo(List.<Instant>of());
    }
}
