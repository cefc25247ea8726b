package norn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import norn.plan.Pace;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.PhaseOutcome;
import norn.state.RefusedMessage;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void a_step_starts_once_what_it_needs_is_over() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.step("one"), StepBuilder.step("two").needs("one")));

        assertThat(run.started()).containsExactly("one");
        assertThat(run.succeed("one").started()).containsExactly("two");
    }

    @Test
    void branches_that_do_not_need_each_other_run_side_by_side() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("left"),
                StepBuilder.step("right"),
                StepBuilder.step("join").needs("left", "right")));

        assertThat(run.started()).containsExactly("left", "right");
        assertThat(run.succeed("right").started()).isEmpty();
        assertThat(run.succeed("left").started()).containsExactly("join");
    }

    @Test
    void a_start_is_commanded_once() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one")));

        assertThat(run.next().next().started()).isEmpty();
        assertThat(run.engine.running()).hasSize(1);
    }

    @Test
    void a_phase_with_nothing_left_to_do_finishes() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one")));

        run.succeed("one");

        assertThat(run.commands()).containsExactly(new Command.Finish(PhaseOutcome.completed()));
        assertThat(run.outcome()).isEqualTo(PhaseOutcome.completed());
        assertThat(run.state().wentAsPlanned()).isTrue();
    }

    @Test
    void an_empty_phase_finishes_at_once() {
        assertThat(new EngineRun(TestRunbook.day()).finished()).isTrue();
    }

    @Test
    void a_planned_step_waits_for_its_time_and_the_engine_asks_to_be_woken() {
        var t0 = EngineRun.START.plus(Duration.ofHours(2));
        var run = EngineRun.withT0(TestRunbook.day(StepBuilder.step("warn").at("T-30m")), t0);

        assertThat(run.commands())
                .containsExactly(new Command.WakeAt(t0.minus(Duration.ofMinutes(30)), "warn: Step warn"));
        assertThat(run.advanceTo(t0.minus(Duration.ofMinutes(30)).minusMillis(1))
                        .started())
                .isEmpty();
        assertThat(run.advance(Duration.ofMillis(1)).started()).containsExactly("warn");
    }

    @Test
    void the_nearest_of_several_times_wakes_the_engine() {
        var t0 = EngineRun.START.plus(Duration.ofHours(2));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("late").at("T+10m"),
                        StepBuilder.step("early").at("T-10m")),
                t0);

        assertThat(run.wakeUps()).containsExactly(t0.minus(Duration.ofMinutes(10)));
    }

    @Test
    void a_step_whose_needs_are_not_over_wakes_nobody() {
        var t0 = EngineRun.START.plus(Duration.ofHours(2));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("long"),
                        StepBuilder.step("after").needs("long").at("T-30m")),
                t0);

        assertThat(run.wakeUps()).isEmpty();
    }

    @Test
    void while_T_0_is_not_known_a_planned_step_waits_for_its_needs_alone() {
        assertThat(new EngineRun(TestRunbook.day(StepBuilder.step("notify").at("T-120m"))).started())
                .containsExactly("notify");
    }

    @Test
    void the_pace_compresses_planned_time() {
        var t0 = EngineRun.START.plus(Duration.ofSeconds(10));
        var run = EngineRun.withT0(
                TestRunbook.day(StepBuilder.step("warn").at("T-30m")).pace(new Pace(1800)), t0);

        assertThat(run.wakeUps()).containsExactly(t0.minusSeconds(1));
    }

    @Test
    void at_pace_asap_nothing_waits_for_the_clock() {
        var run = EngineRun.withT0(
                TestRunbook.day(StepBuilder.step("warn").at("T+30m")).pace(Pace.ASAP),
                EngineRun.START.plusSeconds(9999));

        assertThat(run.started()).containsExactly("warn");
    }

    @Test
    void hours_after_go_live_count_from_the_first_step_that_lets_players_in() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("open").goLive(),
                StepBuilder.step("look").needs("open").at("H+1")));
        var live = run.now;
        run.advance(Duration.ofMinutes(5)).succeed("open");

        assertThat(run.state().goLiveAt()).isEqualTo(live);
        assertThat(run.wakeUps()).containsExactly(live.plus(Duration.ofHours(1)));
    }

    @Test
    void a_notice_is_never_shortened_however_late_it_was_given() {
        var t0 = EngineRun.START.plus(Duration.ofMinutes(30));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("warn").at("T-30m"),
                        StepBuilder.step("shut").needs("warn").at("T+0m").notice("warn", Duration.ofMinutes(30))),
                t0);
        run.advance(Duration.ofMinutes(20)).succeed("warn");

        assertThat(run.wakeUps()).containsExactly(run.now.plus(Duration.ofMinutes(30)));
    }

    @Test
    void a_notice_given_in_good_time_delays_nothing() {
        var t0 = EngineRun.START.plus(Duration.ofHours(1));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("warn"),
                        StepBuilder.step("shut").needs("warn").at("T+0m").notice("warn", Duration.ofMinutes(30))),
                t0);
        run.succeed("warn");

        assertThat(run.wakeUps()).containsExactly(t0);
    }

    @Test
    void a_step_is_not_needed_where_an_earlier_one_did_not_ask_for_it() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("survey"),
                StepBuilder.step("database").needs("survey").when("survey", "database"),
                StepBuilder.step("code").needs("survey").when("survey", "code"),
                StepBuilder.step("rows").needs("survey").when("survey", "rows"),
                StepBuilder.step("end").needs("database")));
        run.succeed("survey", Map.of("code", true, "rows", 3, "database", false));

        assertThat(run.started()).containsExactly("code", "rows", "end");
        assertThat(run.state("database")).isEqualTo(StepState.NOT_NEEDED);
        assertThat(run.checklist().steps().get(1).evidence().summary()).isEqualTo("survey.database is not true");
    }

    @Test
    void what_an_earlier_phase_found_decides_too() {
        var facts = new EarlierResults(Map.of("survey", Map.of("code", true)), Map.of());
        var book = TestRunbook.day(
                StepBuilder.step("code").when("survey", "code"),
                StepBuilder.step("other").when("survey", "other"));
        var run = new EngineRun(book, PhaseContext.of(book.phase(), "d").withEarlierResults(facts));

        assertThat(run.started()).containsExactly("code");
        assertThat(run.state("other")).isEqualTo(StepState.NOT_NEEDED);
    }

    @Test
    void what_the_installation_does_not_have_is_not_needed_and_the_checklist_says_why() {
        var run = new EngineRun(TestRunbook.day(
                        StepBuilder.step("load-test"), StepBuilder.step("next").needs("load-test"))
                .excluded("load-test", "no load generator in the rehearsal"));

        assertThat(run.started()).containsExactly("next");
        assertThat(run.checklist().steps().get(0).evidence().summary()).isEqualTo("no load generator in the rehearsal");
        assertThat(run.succeed("next").state().wentAsPlanned()).isTrue();
    }

    @Test
    void an_action_that_finds_nothing_to_act_on_is_not_needed() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one")));

        run.record(new Event.StepSucceeded(
                "one",
                1,
                new Evidence(
                        Evidence.Outcome.NOT_NEEDED,
                        "no such thing",
                        Map.of(),
                        List.of(),
                        List.of(),
                        "h",
                        run.now,
                        run.now)));

        assertThat(run.state("one")).isEqualTo(StepState.NOT_NEEDED);
        assertThat(run.finished()).isTrue();
    }

    @Test
    void a_result_of_another_attempt_changes_nothing() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("one")));

        run.record(new Event.StepSucceeded("one", 2, run.evidence("one", Map.of(), List.of())));
        run.record(new Event.StepFailed("two", 1, "E", "m"));

        assertThat(run.state("one")).isEqualTo(StepState.RUNNING);
        assertThat(run.state().refused())
                .extracting(RefusedMessage::reason)
                .containsExactly("one attempt 2 is not under way", "two attempt 1 is not under way");
    }

    @Test
    void the_day_begins_with_a_GO_that_sets_T_0() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.gate("start-day").purpose(StepPurpose.BEGINS_DAY).at("T-120m"),
                StepBuilder.step("notify").needs("start-day").at("T-120m"),
                StepBuilder.step("warn").needs("start-day").at("T-30m")));
        run.advance(Duration.ofMinutes(5)).go("start-day", "alice");

        assertThat(run.state().t0()).isEqualTo(EngineRun.START.plus(Duration.ofMinutes(125)));
        assertThat(run.started()).containsExactly("notify");
        assertThat(run.wakeUps()).containsExactly(Instant.parse("2026-12-01T08:35:00Z"));
    }

    @Test
    void a_T_0_that_the_start_named_stays_whenever_the_GO_comes() {
        var t0 = EngineRun.START.plus(Duration.ofHours(3));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.gate("start-day")
                                .purpose(StepPurpose.BEGINS_DAY)
                                .at("T-120m"),
                        StepBuilder.step("end").needs("start-day")),
                t0);
        run.advance(Duration.ofMinutes(70)).go("start-day", "alice");

        assertThat(run.state().t0()).isEqualTo(t0);
    }
}
