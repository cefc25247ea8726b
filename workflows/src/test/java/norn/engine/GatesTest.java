package norn.engine;

import static norn.engine.EngineRun.decide;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.message.Message;
import norn.plan.Pace;
import norn.report.Checklist;
import norn.runbook.Work.DeadlineAction;
import norn.state.Event;
import norn.state.Event.Verdict;
import norn.state.PhaseOutcome;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class GatesTest {
    @Test
    void an_open_gate_waits_for_a_decision_and_says_how_to_send_it() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")));

        assertThat(run.waiting())
                .containsExactly(
                        new Checklist.WaitingItem(
                                "gate",
                                "go-live",
                                "Step go-live",
                                List.of("release-manager"),
                                EngineRun.START,
                                null,
                                1,
                                List.of("GO", "NO_GO"),
                                new Checklist.ProposedMessage(
                                        "decide", Map.of("gate", "go-live", "verdict", "GO", "by", "…")),
                                "GO: it stands in the record; NO_GO: the deployment ends as ABANDONED, and nothing has been changed"));
    }

    @Test
    void a_GO_opens_the_way() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.gate("go-live"), StepBuilder.step("open").needs("go-live")));

        assertThat(run.go("go-live", " alice ").started()).containsExactly("open");
        assertThat(run.checklist().steps().get(0))
                .extracting(Checklist.Line::state, Checklist.Line::by)
                .containsExactly(StepState.DONE, "alice");
    }

    @Test
    void an_early_GO_is_refused_saying_when_the_gate_opens() {
        var t0 = EngineRun.START.plus(Duration.ofHours(2));
        var run = EngineRun.withT0(
                TestRunbook.day(
                        StepBuilder.step("build"),
                        StepBuilder.step("test"),
                        StepBuilder.gate("shut-down").needs("build", "test").at("T+0m")),
                t0);

        assertThat(run.refused(decide("shut-down", Verdict.GO, "alice")))
                .isEqualTo("shut-down is not open yet, so there is nothing to decide: "
                        + "it opens once build, test are over, not before 2026-12-01T09:00:00Z");
    }

    @Test
    void a_GO_that_comes_together_with_the_end_of_what_the_gate_needs_is_not_early() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("build"),
                StepBuilder.gate("go-live").needs("build"),
                StepBuilder.step("open").needs("go-live")));
        run.engine.record(new Event.StepSucceeded("build", 1, run.evidence("build", Map.of(), List.of())), run.now);

        assertThat(run.go("go-live", "alice").started()).containsExactly("open");
    }

    @Test
    void an_early_NO_GO_counts_at_once() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("build"), StepBuilder.gate("shut-down").needs("build")));
        run.noGo("shut-down", "alice");

        assertThat(run.cancelled()).containsExactly("build");
        assertThat(run.fail("build").outcome()).isEqualTo(PhaseOutcome.stopped("NO_GO at shut-down by alice"));
    }

    @Test
    void a_gate_that_a_survey_asks_for_shows_what_the_survey_found() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("survey"),
                StepBuilder.gate("agree").needs("survey").when("survey", "asks")));
        run.succeed("survey", Map.of("asks", true));

        assertThat(run.waiting().get(0).detail())
                .isEqualTo(
                        "survey is done; GO: it stands in the record; NO_GO: the deployment ends as ABANDONED, and nothing has been changed");
    }

    @Test
    void several_different_people_must_say_GO() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.gate("go-live").quorum(2), StepBuilder.step("open").needs("go-live")));
        run.go("go-live", "alice");

        assertThat(run.waiting().get(0).detail())
                .isEqualTo(
                        "2 different people must say GO; GO so far: alice; GO: next is open, Step open; NO_GO: the deployment ends as ABANDONED, and nothing has been changed");
        assertThat(run.refused(decide("go-live", Verdict.GO, "ALICE ")))
                .isEqualTo("ALICE has said GO at go-live already; it needs somebody else besides");
        assertThat(run.go("go-live", "bob").started()).containsExactly("open");
        assertThat(run.checklist().steps().get(0).by()).isEqualTo("alice, bob");
    }

    @Test
    void one_NO_GO_outweighs_the_GO_of_others() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live").quorum(2)));

        assertThat(run.go("go-live", "alice").noGo("go-live", "bob").outcome().kind())
                .isEqualTo(PhaseOutcome.Kind.STOPPED);
    }

    @Test
    void who_prepared_a_thing_does_not_approve_it() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.person("prepare"),
                StepBuilder.gate("review").needs("prepare"),
                StepBuilder.gate("approve").needs("review").notBy("prepare", "review")));
        run.accepted(EngineRun.complete("Alice", "prepare")).go("review", "bob");

        assertThat(run.refused(decide("approve", Verdict.GO, "alice")))
                .isEqualTo("alice has acted at prepare, so somebody else must decide at approve");
        assertThat(run.refused(decide("approve", Verdict.GO, "Bob")))
                .isEqualTo("Bob has acted at review, so somebody else must decide at approve");
        assertThat(run.go("approve", "carol").finished()).isTrue();
    }

    @Test
    void who_prepared_a_thing_may_stop_it() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.person("prepare"),
                StepBuilder.gate("approve").needs("prepare").notBy("prepare")));

        assertThat(run.accepted(EngineRun.complete("alice", "prepare"))
                        .noGo("approve", "alice")
                        .finished())
                .isTrue();
    }

    @Test
    void who_acted_in_an_earlier_phase_may_not_decide_either() {
        var book = TestRunbook.day(StepBuilder.gate("go-live").notBy("approve-plan"));
        var facts = new EarlierResults(Map.of(), Map.of("approve-plan", List.of("alice")));
        var run = new EngineRun(book, PhaseContext.of(book.phase(), "d").withEarlierResults(facts));

        assertThat(run.refused(decide("go-live", Verdict.GO, "alice")))
                .isEqualTo("alice has acted at approve-plan, so somebody else must decide at go-live");
    }

    @Test
    void only_people_of_the_role_decide() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live"))
                .people("release-manager", "Alice")
                .people("operator", "bob"));

        assertThat(run.refused(decide("go-live", Verdict.GO, "bob")))
                .isEqualTo("bob is not known as release-manager. Known: Alice");
        assertThat(run.go("go-live", "alice").finished()).isTrue();
    }

    @Test
    void a_role_that_nobody_fills_is_said_so() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")).people("operator", "bob"));

        assertThat(run.refused(decide("go-live", Verdict.GO, "bob")))
                .isEqualTo(
                        "bob is not known as release-manager. Known: nobody; name people in the environment's policy");
    }

    @Test
    void the_placeholder_is_nobody() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")));

        assertThat(run.refused(decide("go-live", Verdict.GO, "…")))
                .isEqualTo("by is '…', which is nobody. Put your name there");
        assertThat(run.refused(decide("go-live", Verdict.GO, " ..."))).startsWith("by is ' ...', which is nobody");
        assertThat(run.refused(decide("go-live", Verdict.GO, "  "))).startsWith("by is '  ', which is nobody");
        assertThat(run.refused(decide("go-live", Verdict.GO, "Machine")))
                .isEqualTo("by is 'machine', which is no person. Put your name there");
        assertThat(run.state("go-live")).isEqualTo(StepState.WAITING);
    }

    @Test
    void a_decision_on_a_decided_gate_is_refused() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.gate("go-live"), StepBuilder.step("open").needs("go-live")));
        run.go("go-live", "alice");

        assertThat(run.refused(decide("go-live", Verdict.NO_GO, "bob")))
                .isEqualTo("go-live is over since 2026-12-01T07:00:00Z: GO by alice");
    }

    @Test
    void an_answer_belongs_to_one_attempt() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")));

        assertThat(run.refused(new Message.Decide("go-live", Verdict.GO, "alice", 2, null)))
                .isEqualTo("go-live is at attempt 1, the answer is for attempt 2");
    }

    @Test
    void a_gate_that_does_not_exist_is_refused_with_what_was_probably_meant() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.gate("go-live")));

        assertThat(run.refused(decide("golive", Verdict.GO, "alice")))
                .isEqualTo("'golive': no such gate in phase deployment-day. Did you mean go-live? Waiting: go-live");
    }

    @Test
    void a_step_that_is_no_gate_is_refused_saying_what_fits() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("build"), StepBuilder.person("look")));

        assertThat(run.refused(decide("build", Verdict.GO, "alice")))
                .isEqualTo("build is no gate: the machine does it (do-build), and no answer is needed");
        assertThat(run.refused(decide("look", Verdict.GO, "alice")))
                .isEqualTo("look is no gate: a person attests it; send complete");
    }

    @Test
    void no_answer_counts_as_NO_GO_where_the_gate_says_so() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go-live").deadline(Duration.ofMinutes(10), DeadlineAction.NO_GO)));

        assertThat(run.wakeUps()).as("a warning before").containsExactly(EngineRun.START.plus(Duration.ofMinutes(5)));
        assertThat(run.advance(Duration.ofMinutes(5)).wakeUps())
                .containsExactly(EngineRun.START.plus(Duration.ofMinutes(10)));
        assertThat(run.advance(Duration.ofMinutes(5)).paged()).containsExactly("go-live");
        assertThat(run.outcome())
                .isEqualTo(PhaseOutcome.stopped("nobody answered go-live in time: NO_GO")
                        .byRule());
    }

    @Test
    void no_answer_counts_as_GO_where_the_gate_says_so_and_the_record_says_that_nobody_answered() {
        var run = EngineRun.live(TestRunbook.watch(
                StepBuilder.gate("stable").signOff().deadline(Duration.ofMinutes(10), DeadlineAction.GO)));

        assertThat(run.advance(Duration.ofMinutes(10)).finished()).isTrue();
        assertThat(run.checklist().steps().get(0))
                .extracting(
                        Checklist.Line::state,
                        Checklist.Line::by,
                        line -> line.evidence().summary())
                .containsExactly(StepState.DONE, null, "nobody answered until the deadline: taken as GO");
    }

    @Test
    void a_gate_that_pages_pages_again_and_again_and_stays_open() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go-live").deadline(Duration.ofMinutes(10), DeadlineAction.PAGE)));

        for (var time = 1; time <= 3; time++) {
            assertThat(run.advance(Duration.ofMinutes(10)).paged()).containsExactly("go-live");
            assertThat(run.next().paged()).isEmpty();
        }
        assertThat(run.go("go-live", "alice").finished()).isTrue();
    }

    @Test
    void an_answer_after_the_deadline_is_refused_even_before_the_timer_fires() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go-live").deadline(Duration.ofMinutes(10), DeadlineAction.NO_GO)));
        run.now = run.now.plus(Duration.ofMinutes(11));

        assertThat(run.refused(decide("go-live", Verdict.GO, "alice")))
                .isEqualTo("phase deployment-day is ending: nobody answered go-live in time: NO_GO. "
                        + "It waits only for what still runs");
    }

    @Test
    void a_pause_holds_the_deadline_of_a_gate() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go-live").deadline(Duration.ofMinutes(10), DeadlineAction.NO_GO)));
        run.advance(Duration.ofMinutes(6)).accepted(new Message.Pause("alice", null));

        assertThat(run.wakeUps())
                .as("people are reminded all the same")
                .containsExactly(EngineRun.START.plus(Duration.ofHours(1)));
        assertThat(run.waiting().get(0).deadline()).isNull();
        assertThat(run.advance(Duration.ofHours(5)).finished()).isFalse();
        run.accepted(new Message.Resume("alice", null));
        assertThat(run.wakeUps()).containsExactly(run.now.plus(Duration.ofMinutes(4)));
        assertThat(run.advance(Duration.ofMinutes(4)).finished()).isTrue();
    }

    @Test
    void pace_shortens_no_deadline() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("go-live").deadline(Duration.ofMinutes(10), DeadlineAction.NO_GO))
                        .pace(new Pace(30000)));

        assertThat(run.advance(Duration.ofMinutes(5)).wakeUps())
                .containsExactly(EngineRun.START.plus(Duration.ofMinutes(10)));
    }

    @Test
    void a_NO_GO_of_a_sign_off_after_go_live_is_recorded_and_the_phase_goes_on() {
        var run = EngineRun.live(TestRunbook.watch(
                StepBuilder.gate("stable").signOff(), StepBuilder.step("report").needs("stable")));

        assertThat(run.noGo("stable", "alice").started()).containsExactly("report");
        assertThat(run.paged()).containsExactly("stable");
        assertThat(run.succeed("report").outcome()).isEqualTo(PhaseOutcome.completed());
        assertThat(run.state().wentAsPlanned()).isFalse();
        assertThat(run.refused(decide("stable", Verdict.GO, "bob"))).isEqualTo("phase post-deployment is over");
    }

    @Test
    void a_decision_that_is_sent_twice_is_already_so() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.gate("one"), StepBuilder.gate("two").needs("one")));
        run.go("one", "alice");
        var entries = run.journal().entries().size();

        run.accepted(EngineRun.decide("one", Event.Verdict.GO, "Alice "));
        assertThat(run.journal().entries()).hasSize(entries);
        assertThat(run.refused(EngineRun.decide("one", Event.Verdict.GO, "bob")))
                .contains("one is over since");
        assertThat(run.refused(EngineRun.decide("one", Event.Verdict.NO_GO, "alice")))
                .contains("one is over since");
    }

    @Test
    void an_attestation_that_is_sent_twice_is_already_so() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look"), StepBuilder.gate("two")));
        run.accepted(EngineRun.complete("bob", "look"));
        var entries = run.journal().entries().size();

        run.accepted(EngineRun.complete("bob", "look"));
        assertThat(run.journal().entries()).hasSize(entries);
        assertThat(run.refused(EngineRun.complete("carol", "look"))).contains("look is over since");
    }
}
