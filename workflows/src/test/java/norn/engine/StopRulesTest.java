package norn.engine;

import static norn.engine.EngineRun.rollBack;
import static norn.state.PhaseOutcome.Kind.COMPLETED;
import static norn.state.PhaseOutcome.Kind.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import norn.message.Message;
import norn.runbook.Criterion.Response;
import norn.runbook.RollbackMode;
import norn.runbook.Step.OnFailure;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Event.Choice;
import norn.state.Event.Verdict;
import norn.state.PhaseOutcome;
import norn.state.Status;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

/** What NO_GO, cancel, ROLL_BACK and silence do depends on where the phase stands. */
class StopRulesTest {
    private static TestRunbook day() {
        return TestRunbook.day(
                        StepBuilder.step("build"),
                        StepBuilder.gate("shut-down").needs("build"),
                        StepBuilder.step("shut").needs("shut-down").changes(),
                        StepBuilder.step("migrate").needs("shut").changes(),
                        StepBuilder.gate("go-live").needs("migrate"),
                        StepBuilder.step("open").needs("go-live").goLive(),
                        StepBuilder.gate("signed").signOff().needs("open"))
                .criterion("security", Response.ORDERED, null, RollbackMode.CODE);
    }

    private static EngineRun untilBuilt() {
        return new EngineRun(day()).succeed("build");
    }

    private static EngineRun untilMaintenance() {
        return untilBuilt().go("shut-down", "alice");
    }

    private static EngineRun untilGoLive() {
        return untilMaintenance().succeed("shut").succeed("migrate");
    }

    private static EngineRun untilLive() {
        return untilGoLive().go("go-live", "alice");
    }

    @Test
    void before_the_first_change_a_NO_GO_stops_and_nothing_was_changed() {
        assertThat(untilBuilt().noGo("shut-down", "alice").outcome())
                .isEqualTo(PhaseOutcome.stopped("NO_GO at shut-down by alice"));
    }

    @Test
    void before_the_first_change_an_order_to_roll_back_stops_too() {
        var run = untilBuilt().accepted(rollBack("security", "a hole", "alice"));

        assertThat(run.outcome())
                .isEqualTo(PhaseOutcome.stopped("a hole, ordered by alice").forCriterion("security"));
    }

    @Test
    void before_the_first_change_a_cancel_stops() {
        assertThat(untilBuilt().cancel("cancelled").outcome()).isEqualTo(PhaseOutcome.stopped("cancelled"));
    }

    @Test
    void the_first_start_of_a_changing_step_is_the_border() {
        var run = untilMaintenance();

        assertThat(run.state().hasChanged()).isTrue();
        assertThat(run.cancel("cancelled").cancelled()).containsExactly("shut");
        assertThat(run.finished()).isFalse();
        assertThat(run.state().status()).isEqualTo(Status.ROLLING_BACK);
        assertThat(run.succeed("shut").outcome()).isEqualTo(PhaseOutcome.rollBack("cancelled", RollbackMode.DATABASE));
    }

    @Test
    void between_the_first_change_and_go_live_a_NO_GO_rolls_back_database_included() {
        assertThat(untilGoLive().noGo("go-live", "alice").outcome())
                .isEqualTo(PhaseOutcome.rollBack("NO_GO at go-live by alice", RollbackMode.DATABASE));
    }

    @Test
    void between_the_first_change_and_go_live_an_order_rolls_back_database_included() {
        assertThat(untilGoLive()
                        .accepted(rollBack("security", "a hole", "alice"))
                        .outcome())
                .isEqualTo(PhaseOutcome.rollBack("a hole, ordered by alice", RollbackMode.DATABASE)
                        .forCriterion("security"));
    }

    @Test
    void after_go_live_a_cancel_ends_the_day_early() {
        var run = untilLive().succeed("open").cancel("cancelled");

        assertThat(run.outcome()).isEqualTo(PhaseOutcome.endedEarly("cancelled"));
        assertThat(run.state().wentAsPlanned()).isFalse();
    }

    @Test
    void after_go_live_a_NO_GO_is_recorded() {
        var run = untilLive().succeed("open").noGo("signed", "alice");

        assertThat(run.outcome().kind()).isEqualTo(COMPLETED);
        assertThat(run.state("signed")).isEqualTo(StepState.FAILED);
    }

    @Test
    void after_go_live_an_order_says_itself_what_it_rolls_back() {
        assertThat(untilLive()
                        .succeed("open")
                        .accepted(rollBack(null, "bad", "alice"))
                        .outcome())
                .isEqualTo(PhaseOutcome.rollBack("bad, ordered by alice", RollbackMode.AUTO));
        assertThat(untilLive()
                        .succeed("open")
                        .accepted(rollBack("security", "bad", "alice"))
                        .outcome())
                .isEqualTo(PhaseOutcome.rollBack("bad, ordered by alice", RollbackMode.CODE)
                        .forCriterion("security"));
    }

    @Test
    void a_cancelled_watch_ends_early_with_its_reason() {
        var run = EngineRun.live(TestRunbook.watch(
                StepBuilder.watch("watch", "4h"), StepBuilder.step("other").needs("watch")));
        run.cancel("superseded by next-one");

        assertThat(run.cancelled()).containsExactly("watch");
        assertThat(run.fail("watch").outcome()).isEqualTo(PhaseOutcome.endedEarly("superseded by next-one"));
        assertThat(run.state("other")).isEqualTo(StepState.PENDING);
    }

    @Test
    void nothing_starts_once_the_phase_is_stopping_and_it_ends_when_nothing_runs() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("one"),
                StepBuilder.step("two"),
                StepBuilder.step("three").needs("one")));
        run.cancel("cancelled");

        assertThat(run.cancelled()).containsExactly("one", "two");
        assertThat(run.succeed("one").commands()).isEmpty();
        assertThat(run.refused(EngineRun.decide("x", Verdict.GO, "alice")))
                .isEqualTo("phase deployment-day is ending: cancelled. It waits only for what still runs");
        assertThat(run.accepted(new Message.Incident("i", "P2", "s", "OPEN", "alice", null))
                        .finished())
                .isFalse();
        assertThat(run.fail("two").finished()).isTrue();
        assertThat(run.cancel("again").outcome().reason()).isEqualTo("cancelled");
    }

    @Test
    void a_command_not_yet_fetched_is_not_started_when_the_phase_stops_meanwhile() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("build"),
                StepBuilder.gate("gate").needs("build").quorum(2),
                StepBuilder.step("other").needs("build")));
        run.engine.record(new Event.StepSucceeded("build", 1, run.evidence("build", Map.of(), List.of())), run.now);
        run.engine.accept(EngineRun.decide("gate", Verdict.GO, "alice"), run.now);
        assertThat(run.state("other")).isEqualTo(StepState.RUNNING);
        run.engine.record(new Event.Cancelled("cancelled"), run.now);

        assertThat(run.next().commands()).containsExactly(new Command.Finish(PhaseOutcome.stopped("cancelled")));
        assertThat(run.checklist().steps().get(2).evidence().summary())
                .isEqualTo("Stopped: the phase stopped before it began");
    }

    private static TestRunbook withNotices() {
        return TestRunbook.day(
                StepBuilder.step("announce"),
                StepBuilder.gate("shut-down").needs("announce"),
                StepBuilder.step("shut").needs("shut-down").changes(),
                StepBuilder.step("call-off").compensates("announce"));
    }

    @Test
    void notices_are_compensated_where_nothing_was_changed_and_then_the_phase_ends() {
        var run = new EngineRun(withNotices()).succeed("announce").noGo("shut-down", "alice");

        assertThat(run.started()).containsExactly("call-off");
        assertThat(run.finished()).isFalse();
        assertThat(run.succeed("call-off").outcome().kind()).isEqualTo(STOPPED);
    }

    @Test
    void a_notice_under_way_while_the_phase_stops_is_compensated_after_its_end() {
        var run = new EngineRun(withNotices()).cancel("cancelled");

        assertThat(run.started()).isEmpty();
        assertThat(run.fail("announce").started()).containsExactly("call-off");
        assertThat(run.fail("call-off").outcome())
                .as("nobody is asked about it")
                .isEqualTo(PhaseOutcome.stopped("cancelled"));
    }

    @Test
    void nothing_is_compensated_that_was_not_sent_or_came_true() {
        var unsent = new EngineRun(TestRunbook.day(
                        StepBuilder.gate("start-day"),
                        StepBuilder.step("announce").needs("start-day"),
                        StepBuilder.step("call-off").compensates("announce")))
                .noGo("start-day", "alice");
        var changed = new EngineRun(withNotices()).succeed("announce").go("shut-down", "alice");

        assertThat(unsent.outcome().kind()).isEqualTo(STOPPED);
        assertThat(unsent.state("call-off")).isEqualTo(StepState.NOT_NEEDED);
        assertThat(changed.state("call-off")).isEqualTo(StepState.NOT_NEEDED);
        assertThat(changed.succeed("shut").outcome().kind()).isEqualTo(COMPLETED);
    }

    @Test
    void notices_of_an_earlier_phase_are_compensated_too() {
        var book = TestRunbook.day(
                StepBuilder.gate("start-day"), StepBuilder.step("call-off").compensates("announce-schedule"));
        var facts = new EarlierResults(Map.of("announce-schedule", Map.of()), Map.of());

        var run = new EngineRun(book, PhaseContext.of(book.phase(), "d").withEarlierResults(facts))
                .noGo("start-day", "alice");

        assertThat(run.started()).containsExactly("call-off");
    }

    @Test
    void a_day_that_is_not_to_begin_does_nothing_but_withdraw_what_was_announced_before_it() {
        var book = TestRunbook.day(
                StepBuilder.step("announce"),
                StepBuilder.step("shut").needs("announce").changes(),
                StepBuilder.step("call-off").compensates("announce-schedule"));
        var context = PhaseContext.of(book.phase(), "d")
                .withEarlierResults(new EarlierResults(Map.of("announce-schedule", Map.of()), Map.of()))
                .withCause(PhaseOutcome.stopped("cancelled"));

        var run = new EngineRun(book, context);

        assertThat(run.started()).containsExactly("call-off");
        assertThat(run.succeed("call-off").outcome()).isEqualTo(PhaseOutcome.stopped("cancelled"));
        assertThat(new EngineRun(book, PhaseContext.of(book.phase(), "d").withCause(PhaseOutcome.stopped("cancelled")))
                        .outcome())
                .as("where nothing was announced")
                .isEqualTo(PhaseOutcome.stopped("cancelled"));
    }

    @Test
    void open_questions_are_dropped_when_the_phase_stops() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.step("one"), StepBuilder.gate("gate"), StepBuilder.person("person")));

        assertThat(run.cancel("cancelled").waitingIds()).isEmpty();
        assertThat(run.state("gate")).isEqualTo(StepState.PENDING);
    }

    @Test
    void a_step_whose_failure_rolls_back_does_so_unasked_before_go_live_and_asks_after_it() {
        var before = new EngineRun(TestRunbook.day(StepBuilder.step("check").onFailure(OnFailure.ROLL_BACK)));
        assertThat(before.fail("check").outcome().kind()).isEqualTo(STOPPED);

        var between = new EngineRun(TestRunbook.day(
                StepBuilder.step("shut").changes(),
                StepBuilder.step("check").needs("shut").onFailure(OnFailure.ROLL_BACK)));
        assertThat(between.succeed("shut").fail("check").outcome())
                .isEqualTo(PhaseOutcome.rollBack("check failed: Broken: it broke", RollbackMode.DATABASE)
                        .byRule());

        var after = EngineRun.live(TestRunbook.watch(StepBuilder.step("check").onFailure(OnFailure.ROLL_BACK)));
        assertThat(after.fail("check").waitingIds()).containsExactly("failure check");
    }

    @Test
    void a_rollback_that_has_begun_to_act_finishes_though_it_is_cancelled() {
        var run = new EngineRun(TestRunbook.rollback(
                StepBuilder.step("survey"),
                StepBuilder.step("shut").needs("survey").changes()));
        run.succeed("survey").cancel("cancelled");

        assertThat(run.cancelled()).isEmpty();
        assertThat(run.succeed("shut").outcome()).isEqualTo(PhaseOutcome.completed());
    }

    @Test
    void a_rollback_that_a_person_started_stops_when_it_is_cancelled_before_it_acts() {
        var run = new EngineRun(TestRunbook.rollback(
                StepBuilder.step("survey"),
                StepBuilder.step("shut").needs("survey").changes()));

        assertThat(run.cancel("cancelled").succeed("survey").outcome().kind()).isEqualTo(STOPPED);
    }

    @Test
    void a_rollback_of_a_half_done_deployment_goes_on_though_it_is_cancelled() {
        var book = TestRunbook.rollback(StepBuilder.step("survey"));
        var run = new EngineRun(book, PhaseContext.of(book.phase(), "d").changed(true));

        assertThat(run.cancel("cancelled").succeed("survey").outcome()).isEqualTo(PhaseOutcome.completed());
    }

    @Test
    void a_rollback_that_might_be_declined_stops_when_it_is_cancelled() {
        var book = TestRunbook.rollback(
                StepBuilder.gate("set-data-aside"),
                StepBuilder.step("shut").needs("set-data-aside").changes());
        var run = new EngineRun(
                book,
                PhaseContext.of(book.phase(), "d")
                        .at(EngineRun.START, EngineRun.START)
                        .changed(true));

        assertThat(run.cancel("cancelled").outcome().kind()).isEqualTo(STOPPED);
    }

    @Test
    void a_rollback_that_is_proven_can_be_ended_early() {
        var run = new EngineRun(TestRunbook.rollback(
                StepBuilder.step("proof").purpose(StepPurpose.PROVES).changes(),
                StepBuilder.person("post-mortem").needs("proof")));

        assertThat(run.cancel("too early").cancelled()).isEmpty();
        assertThat(run.succeed("proof").cancel("a day has passed").outcome())
                .isEqualTo(PhaseOutcome.endedEarly("a day has passed"));
    }

    @Test
    void a_failed_step_of_the_rollback_always_asks_and_can_be_given_up() {
        var run = new EngineRun(
                TestRunbook.rollback(StepBuilder.step("restore").changes().onFailure(OnFailure.ROLL_BACK)));

        assertThat(run.fail("restore").paged()).containsExactly("restore");
        assertThat(run.waiting().get(0).choices()).containsExactly("RETRY", "ROLL_BACK");
        assertThat(run.accepted(EngineRun.resolve("restore", Choice.ROLL_BACK, "alice", null))
                        .outcome())
                .isEqualTo(PhaseOutcome.givenUp("alice chose ROLL_BACK after Broken: it broke"));
    }

    @Test
    void a_rollback_cannot_be_rolled_back() {
        var run = new EngineRun(TestRunbook.rollback(StepBuilder.step("restore")));

        assertThat(run.refused(rollBack(null, "again", "alice")))
                .isEqualTo("the rollback is under way already. Nothing waits for people now");
        assertThat(run.state().status()).isEqualTo(Status.ROLLING_BACK);
    }

    @Test
    void who_does_not_agree_to_the_cost_stops_the_rollback_before_it_acts() {
        var book = TestRunbook.rollback(
                StepBuilder.gate("set-data-aside"),
                StepBuilder.step("shut").needs("set-data-aside").changes());
        var run = new EngineRun(
                book,
                PhaseContext.of(book.phase(), "d")
                        .at(EngineRun.START, EngineRun.START)
                        .changed(true));

        assertThat(run.noGo("set-data-aside", "alice").outcome())
                .isEqualTo(PhaseOutcome.stopped("NO_GO at set-data-aside by alice"));
    }

    @Test
    void a_NO_GO_in_a_rollback_that_has_begun_asks_what_to_do() {
        var run = new EngineRun(TestRunbook.rollback(
                StepBuilder.step("shut").changes(),
                StepBuilder.gate("set-data-aside").needs("shut"),
                StepBuilder.step("swap").needs("set-data-aside")));
        run.succeed("shut").noGo("set-data-aside", "alice");

        assertThat(run.waitingIds()).containsExactly("failure set-data-aside");
        run.accepted(EngineRun.resolve("set-data-aside", Choice.RETRY, "alice", null));
        assertThat(run.attempt("set-data-aside")).isEqualTo(2);
        assertThat(run.waiting().get(0).message().payload()).containsEntry("attempt", 2);
        assertThat(run.go("set-data-aside", "bob").started()).containsExactly("swap");
    }
}
