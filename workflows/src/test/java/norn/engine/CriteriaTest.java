package norn.engine;

import static norn.state.PhaseOutcome.Kind.ROLL_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.message.Message;
import norn.plan.Asking;
import norn.plan.Pace;
import norn.report.Checklist;
import norn.runbook.Criterion.Response;
import norn.runbook.RollbackMode;
import norn.runbook.Work.AskedValue;
import norn.state.Event;
import norn.state.Event.Choice;
import norn.state.PhaseOutcome;
import norn.state.RefusedMessage;
import org.junit.jupiter.api.Test;

class CriteriaTest {
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private static EngineRun watching(Response response, Duration deadline, RollbackMode mode) {
        return EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("watch", "1h"),
                        StepBuilder.step("report").needs("watch"))
                .criterion("cost", response, deadline, mode));
    }

    private static Map<String, Object> options(EngineRun run) {
        return run.of(Command.StartAction.class)
                .findFirst()
                .orElseThrow()
                .action()
                .options();
    }

    @Test
    void a_watch_is_given_its_window_and_its_criteria() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);

        assertThat(options(run))
                .containsEntry("windowSeconds", 3600.0)
                .containsEntry(
                        "criteria",
                        List.of(Map.of(
                                "id",
                                "cost",
                                "measure",
                                "cost",
                                "comparison",
                                "ABOVE",
                                "limit",
                                100.0,
                                "unknownAfterSeconds",
                                900L)));
    }

    @Test
    void the_pace_shortens_the_window_but_not_below_the_minimum() {
        var quick = EngineRun.live(
                TestRunbook.watch(StepBuilder.watch("watch", "1h")).pace(new Pace(360)));
        assertThat(options(quick)).containsEntry("windowSeconds", 10.0);

        var quicker = EngineRun.live(
                TestRunbook.watch(StepBuilder.watch("watch", "1h")).pace(Pace.ASAP));
        assertThat(options(quicker)).containsEntry("windowSeconds", 2.0);
    }

    @Test
    void a_met_criterion_asks_and_pages_while_the_watch_goes_on_without_it_for_the_rest_of_its_window() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);
        run.now = run.now.plus(Duration.ofMinutes(20));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.waiting())
                .containsExactly(new Checklist.WaitingItem(
                        "criterion",
                        "cost",
                        "Is cost too high?",
                        List.of("operator"),
                        run.now,
                        run.now.plus(DEADLINE),
                        1,
                        List.of("KEEP", "ROLL_BACK"),
                        new Checklist.ProposedMessage("resolve", Map.of("step", "cost", "choice", "KEEP", "by", "…")),
                        "cost is 140, above the limit of 100.0; without an answer, what loses no data is"
                                + " rolled back; KEEP covers it until 2026-12-01T11:20:00Z, unless it gets clearly"
                                + " worse"));
        assertThat(run.started()).containsExactly("watch");
        assertThat(run.attempt("watch")).isEqualTo(2);
        assertThat(options(run)).containsEntry("windowSeconds", 2400.0);
        assertThat(criterionOf(run))
                .containsEntry("limit", 100.0)
                .containsEntry("coveredLimit", 168.0)
                .containsEntry("coveredUntil", "2026-12-01T11:20:00Z");
    }

    @Test
    void how_long_KEEP_covers_and_what_is_clearly_worse_is_as_the_environment_says() {
        var asking = new Asking(Duration.ofMinutes(30), 50, List.of(Duration.ofHours(2)), Duration.ofMinutes(5));
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.watch("watch", "1h"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.CODE)
                .asking(asking));
        run.now = run.now.plus(Duration.ofMinutes(20));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(criterionOf(run))
                .containsEntry("coveredLimit", 210.0)
                .containsEntry("coveredUntil", "2026-12-01T07:50:00Z");
        assertThat(run.waiting().get(0).detail()).contains("KEEP covers it until 2026-12-01T07:50:00Z");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> criterionOf(EngineRun run) {
        return (Map<String, Object>) ((List<?>) options(run).get("criteria")).get(0);
    }

    @Test
    void KEEP_covers_what_was_seen_and_clearly_worse_asks_again_and_so_does_the_next_watch() {
        var run = EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("watch", "24h"),
                        StepBuilder.watch("next", "24h").needs("watch"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.CODE));
        run.now = run.now.plus(Duration.ofMinutes(20));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));
        run.accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", "a sale"));
        assertThat(run.waitingIds()).isEmpty();

        run.now = run.now.plus(Duration.ofMinutes(30));
        run.succeed("watch", Map.of("cost", 170), List.of("cost"));
        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.waiting().get(0).attempt()).isEqualTo(2);
        assertThat(criterionOf(run)).containsEntry("coveredLimit", 204.0);

        run.accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", "a bigger sale"));
        run.now = run.now.plus(Duration.ofDays(1));
        run.succeed("watch", Map.of("cost", 110));
        assertThat(run.started()).containsExactly("next");
        assertThat(criterionOf(run))
                .as("what was said of the day before covers nothing any more")
                .containsEntry("limit", 100.0)
                .containsEntry("coveredUntil", "2026-12-01T11:50:00Z");
    }

    @Test
    void what_a_person_has_said_KEEP_to_is_not_asked_again_by_another_check_meanwhile() {
        var run = EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("watch", "24h"),
                        StepBuilder.step("morning"),
                        StepBuilder.step("noon"),
                        StepBuilder.step("evening"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.CODE));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"))
                .accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", null));

        assertThat(run.succeed("morning", Map.of("cost", 150), List.of("cost")).waitingIds())
                .isEmpty();
        assertThat(run.succeed("noon", Map.of("cost", 180), List.of("cost")).waitingIds())
                .containsExactly("criterion cost");
        run.accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", null));
        run.now = run.now.plus(Duration.ofHours(4));
        assertThat(run.succeed("evening", Map.of("cost", 110), List.of("cost")).waitingIds())
                .containsExactly("criterion cost");
    }

    @Test
    void people_who_are_asked_are_notified_of_what_gets_clearly_worse_and_their_deadline_stays() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));
        var deadline = run.now.plus(DEADLINE);
        run.now = run.now.plus(Duration.ofMinutes(5));

        assertThat(run.succeed("watch", Map.of("cost", 170), List.of("cost")).paged())
                .containsExactly("cost");
        assertThat(run.waiting().get(0).attempt()).isEqualTo(1);
        assertThat(run.waiting().get(0).deadline()).isEqualTo(deadline);
        assertThat(run.waiting().get(0).detail()).startsWith("cost is 170, above the limit of 100.0");
    }

    @Test
    void a_measure_of_which_there_are_no_data_asks_and_silence_rolls_nothing_back() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);
        run.succeed(
                "watch",
                Map.of("unknownCriteria", Map.of("cost", "no data for cost since 07:00: status 500")),
                List.of("cost"));

        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.waiting().get(0).deadline()).isNull();
        assertThat(run.waiting().get(0).detail())
                .startsWith("nobody can say whether it is met: no data for cost since 07:00: status 500");
        assertThat(criterionOf(run)).containsEntry("unknownCoveredUntil", "2026-12-01T11:00:00Z");
        assertThat(run.advance(Duration.ofHours(3)).state().ending()).isNull();

        run.succeed("watch", Map.of("cost", 140), List.of("cost"));
        assertThat(run.waiting().get(0).deadline())
                .as("once it is known it has a deadline")
                .isEqualTo(run.now.plus(DEADLINE));
    }

    @Test
    void silence_never_takes_the_code_back_onto_a_schema_that_it_does_not_fit() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.watch("watch", "24h"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.DATABASE)
                .oldCodeFitsNewSchema(false));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));
        assertThat(run.waiting().get(0).detail())
                .contains("without an answer nothing is rolled back, and people are paged again");

        run.advance(DEADLINE);
        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.of(Command.Page.class).findFirst().orElseThrow().text())
                .contains("the old code does not fit the new schema (oldCodeFitsNewSchema)");
        assertThat(run.state().ending()).isNull();
        assertThat(run.waitingIds()).containsExactly("criterion cost");
        assertThat(run.advance(Duration.ofMinutes(59)).paged()).isEmpty();
        assertThat(run.advance(Duration.ofMinutes(1)).paged()).containsExactly("cost");

        run.accepted(EngineRun.resolve("cost", Choice.ROLL_BACK, "alice", null));
        assertThat(run.succeed("watch").outcome().mode()).isEqualTo(RollbackMode.DATABASE);
    }

    @Test
    void where_the_old_code_fits_the_new_schema_silence_takes_the_code_back() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.watch("watch", "24h"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.DATABASE)
                .oldCodeFitsNewSchema(true));
        run.succeed("watch", Map.of("cost", 140), List.of("cost")).advance(DEADLINE);

        assertThat(run.succeed("watch").outcome().mode()).isEqualTo(RollbackMode.CODE);
    }

    @Test
    void an_automatic_criterion_asks_where_it_may_roll_back_neither_code_nor_database() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.watch("watch", "24h"))
                .criterion("cost", Response.ROLL_BACK, null, RollbackMode.DATABASE)
                .oldCodeFitsNewSchema(false));
        run.now = run.now.plus(Duration.ofMinutes(16));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(run.state().ending()).isNull();
        assertThat(run.paged()).containsExactly("cost", "cost");
        assertThat(run.waitingIds()).containsExactly("criterion cost");
    }

    @Test
    void by_rules_1_KEEP_goes_on_and_the_same_watch_does_not_report_the_criterion_again() {
        var run = EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("watch", "1h"),
                        StepBuilder.step("report").needs("watch"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.CODE)
                .rules(1));
        run.now = run.now.plus(Duration.ofMinutes(20));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));
        run.accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", "a sale"));

        assertThat(run.waitingIds()).isEmpty();
        run.advance(Duration.ofMinutes(40)).succeed("watch", Map.of(), List.of("cost"));
        assertThat(run.waitingIds()).isEmpty();
        assertThat(run.started()).containsExactly("report");
    }

    @Test
    void another_watch_asks_again_and_the_question_counts() {
        var run = EngineRun.live(TestRunbook.watch(
                        StepBuilder.watch("first", "1h"),
                        StepBuilder.watch("second", "1h").needs("first"))
                .criterion("cost", Response.ASK, DEADLINE, RollbackMode.CODE));
        run.now = run.now.plus(Duration.ofHours(1));
        run.succeed("first", Map.of(), List.of("cost")).accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", null));
        run.succeed("second", Map.of(), List.of("cost"));

        assertThat(run.waiting().get(0).attempt()).isEqualTo(2);
        assertThat(run.refused(new Message.Resolve("cost", Choice.KEEP, "bob", 1, null)))
                .isEqualTo("cost is at attempt 2, the answer is for attempt 1");
    }

    @Test
    void a_question_that_is_open_is_not_asked_twice() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.watch("first", "1h"), StepBuilder.watch("second", "1h"))
                .criterion("cost", Response.ASK, null, RollbackMode.CODE));
        run.succeed("first", Map.of(), List.of("cost"));

        assertThat(run.succeed("second", Map.of(), List.of("cost")).paged()).isEmpty();
        assertThat(run.waitingIds()).containsExactly("criterion cost");
    }

    @Test
    void the_phase_does_not_finish_while_a_question_is_open() {
        var run = EngineRun.live(TestRunbook.watch(StepBuilder.step("measure"))
                .criterion("cost", Response.ASK, null, RollbackMode.CODE));
        run.succeed("measure", Map.of(), List.of("cost"));

        assertThat(run.finished()).isFalse();
        assertThat(run.accepted(EngineRun.resolve("cost", Choice.KEEP, "alice", null))
                        .finished())
                .isTrue();
    }

    @Test
    void a_person_chooses_the_rollback() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.DATABASE);
        run.now = run.now.plus(Duration.ofHours(1));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(run.accepted(EngineRun.resolve("cost", Choice.ROLL_BACK, "alice", null))
                        .cancelled())
                .containsExactly("report");
        assertThat(run.succeed("report").outcome())
                .isEqualTo(PhaseOutcome.rollBack(
                                "alice chose ROLL_BACK at cost: cost is 140, above the limit of 100.0",
                                RollbackMode.DATABASE)
                        .forCriterion("cost"));
    }

    @Test
    void no_answer_rolls_back_what_loses_no_data_and_pages() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.DATABASE);
        run.now = run.now.plus(Duration.ofHours(1));
        run.succeed("watch", Map.of("cost", 140), List.of("cost")).succeed("report");

        assertThat(run.wakeUps()).as("a warning before").containsExactly(run.now.plus(Duration.ofMinutes(5)));
        assertThat(run.advance(DEADLINE).paged()).containsExactly("cost");
        assertThat(run.outcome())
                .isEqualTo(PhaseOutcome.rollBack(
                                "nobody answered cost in time: cost is 140, above the limit of 100.0",
                                RollbackMode.CODE)
                        .forCriterion("cost")
                        .byRule());
    }

    @Test
    void a_pause_does_not_hold_a_criterion() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);
        run.succeed("watch", Map.of(), List.of("cost")).accepted(new Message.Pause("alice", null));

        run.advance(DEADLINE);
        assertThat(run.cancelled()).containsExactly("watch");
        assertThat(run.fail("watch").outcome().kind()).isEqualTo(ROLL_BACK);
    }

    @Test
    void within_the_budget_a_criterion_rolls_the_database_back_by_itself() {
        var run = watching(Response.ROLL_BACK, null, RollbackMode.DATABASE);
        run.now = run.now.plus(Duration.ofMinutes(15));
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.outcome())
                .isEqualTo(PhaseOutcome.rollBack("cost: cost is 140, above the limit of 100.0", RollbackMode.DATABASE)
                        .forCriterion("cost")
                        .byRule());
    }

    @Test
    void beyond_the_budget_it_rolls_back_the_code_alone_and_pages_that_the_database_stays() {
        var run = watching(Response.ROLL_BACK, null, RollbackMode.DATABASE);
        run.now = run.now.plus(Duration.ofMinutes(15)).plusMillis(1);
        run.succeed("watch", Map.of("cost", 140), List.of("cost"));

        assertThat(run.paged()).containsExactly("cost", "cost");
        assertThat(run.outcome().mode()).isEqualTo(RollbackMode.CODE);
    }

    @Test
    void a_criterion_that_only_a_person_orders_pages_and_the_watch_goes_on() {
        var run = watching(Response.ORDERED, null, RollbackMode.CODE);
        run.succeed("watch", Map.of(), List.of("cost"));

        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.waitingIds()).isEmpty();
        assertThat(run.started()).containsExactly("watch");
    }

    @Test
    void before_go_live_a_criterion_rolls_everything_back_for_nothing_is_lost() {
        var run = new EngineRun(TestRunbook.day(
                        StepBuilder.step("shut").changes(),
                        StepBuilder.step("check").needs("shut"))
                .criterion("cost", Response.ROLL_BACK, null, RollbackMode.CODE));
        run.succeed("shut").succeed("check", Map.of(), List.of("cost"));

        assertThat(run.outcome().mode()).isEqualTo(RollbackMode.DATABASE);
    }

    @Test
    void in_a_rollback_a_met_criterion_pages_only() {
        var run = new EngineRun(TestRunbook.rollback(StepBuilder.watch("watch", "1h"))
                .criterion("cost", Response.ROLL_BACK, null, RollbackMode.CODE));
        run.succeed("watch", Map.of(), List.of("cost"));

        assertThat(run.paged()).containsExactly("cost");
        assertThat(run.started()).containsExactly("watch");
    }

    @Test
    void a_number_that_a_person_attests_is_measured_too() {
        var run = EngineRun.live(
                TestRunbook.watch(StepBuilder.person("look", new AskedValue("cost", "cost of the day", "$")))
                        .criterion("cost", Response.ASK, null, RollbackMode.CODE));
        run.accepted(EngineRun.complete("bob", Event.AttestationOutcome.DONE, null, Map.of("cost", 140), "look"));

        assertThat(run.waiting())
                .singleElement()
                .extracting(Checklist.WaitingItem::detail)
                .isEqualTo("cost is 140, above the limit of 100.0; KEEP covers it until 2026-12-01T11:00:00Z, unless it"
                        + " gets clearly worse");
    }

    @Test
    void what_is_not_asked_is_refused_with_what_to_send_instead() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);

        assertThat(run.refused(EngineRun.resolve("cost", Choice.ROLL_BACK, "alice", null)))
                .isEqualTo("cost has not been met. To order a rollback send rollBack. Nothing waits for people now");
        assertThat(run.refused(EngineRun.rollBack("costs", "dear", "alice")))
                .isEqualTo("'costs': no such criterion. Did you mean cost? Known: cost");
    }

    @Test
    void RETRY_is_no_answer_to_a_criterion() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);
        run.succeed("watch", Map.of(), List.of("cost"));

        assertThat(run.refused(EngineRun.resolve("cost", Choice.RETRY, "alice", null)))
                .isEqualTo("cost is a criterion: choose KEEP or ROLL_BACK, not RETRY");
    }

    @Test
    void a_criterion_that_the_plan_does_not_know_is_recorded() {
        var run = watching(Response.ASK, DEADLINE, RollbackMode.CODE);
        run.now = run.now.plus(Duration.ofHours(1));
        run.succeed("watch", Map.of(), List.of("unheard-of"));

        assertThat(run.state().refused())
                .extracting(RefusedMessage::reason)
                .containsExactly("unheard-of: no such criterion");
        assertThat(run.started()).containsExactly("report");
    }
}
