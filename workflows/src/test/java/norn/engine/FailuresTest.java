package norn.engine;

import static norn.engine.EngineRun.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import norn.message.Message;
import norn.report.Checklist;
import norn.runbook.RollbackMode;
import norn.runbook.Step.OnFailure;
import norn.state.Event.Choice;
import norn.state.PhaseOutcome;
import norn.state.Status;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void a_failed_step_asks_pages_and_proposes_to_try_again() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("compile-server").skippable(),
                StepBuilder.gate("go-live").needs("compile-server")));
        run.fail("compile-server");

        assertThat(run.paged()).containsExactly("compile-server");
        assertThat(run.state().status()).isEqualTo(Status.WAITING_FOR_PEOPLE);
        assertThat(run.waiting())
                .containsExactly(new Checklist.WaitingItem(
                        "failure",
                        "compile-server",
                        "Step compile-server",
                        List.of("release-manager"),
                        EngineRun.START,
                        null,
                        1,
                        List.of("RETRY", "SKIP", "ROLL_BACK"),
                        new Checklist.ProposedMessage(
                                "resolve", Map.of("step", "compile-server", "choice", "RETRY", "by", "…")),
                        "Broken: it broke"));
    }

    @Test
    void RETRY_raises_the_attempt() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("build")));
        run.fail("build").accepted(resolve("build", Choice.RETRY, "alice", null));

        assertThat(run.of(Command.StartAction.class))
                .singleElement()
                .extracting(Command.StartAction::attempt)
                .isEqualTo(2);
        assertThat(run.succeed("build").finished()).isTrue();
        assertThat(run.checklist().steps().get(0).attempt()).isEqualTo(2);
    }

    @Test
    void an_answer_to_an_earlier_attempt_is_refused() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("build")));
        run.fail("build")
                .accepted(resolve("build", Choice.RETRY, "alice", null))
                .fail("build");

        assertThat(run.refused(new Message.Resolve("build", Choice.ROLL_BACK, "bob", 1, null)))
                .isEqualTo("build is at attempt 2, the answer is for attempt 1");
        run.accepted(new Message.Resolve("build", Choice.ROLL_BACK, "bob", 2, null));
    }

    @Test
    void SKIP_is_a_permission_of_the_step_and_needs_a_reason() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("never"),
                StepBuilder.step("may").skippable(),
                StepBuilder.step("next").needs("may")));
        run.fail("never").fail("may");

        assertThat(run.refused(resolve("never", Choice.SKIP, "alice", "because")))
                .isEqualTo("never must not be skipped; choose one of [RETRY, ROLL_BACK]");
        assertThat(run.refused(resolve("may", Choice.SKIP, "alice", " ")))
                .isEqualTo("SKIP of may needs a reason: put it into note");
        assertThat(run.accepted(resolve("may", Choice.SKIP, "alice", "known defect"))
                        .started())
                .containsExactly("next");
        assertThat(run.checklist().steps().get(1))
                .extracting(
                        Checklist.Line::state,
                        Checklist.Line::by,
                        line -> line.evidence().summary(),
                        line -> line.evidence().note())
                .containsExactly(StepState.SKIPPED, "alice", "skipped by alice after Broken: it broke", "known defect");
        assertThat(run.state().wentAsPlanned()).isFalse();
    }

    @Test
    void ROLL_BACK_after_a_failure_is_an_order() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("shut").changes()));

        assertThat(run.fail("shut")
                        .accepted(resolve("shut", Choice.ROLL_BACK, "alice", null))
                        .outcome())
                .isEqualTo(
                        PhaseOutcome.rollBack("alice chose ROLL_BACK after Broken: it broke", RollbackMode.DATABASE));
    }

    @Test
    void KEEP_is_no_answer_to_a_failure() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.step("build"))).fail("build");

        assertThat(run.refused(resolve("build", Choice.KEEP, "alice", null)))
                .isEqualTo("KEEP answers a criterion; for the failed step build choose one of [RETRY, ROLL_BACK]");
    }

    @Test
    void an_optional_step_that_fails_is_recorded_and_the_phase_goes_on() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("notify").optional(), StepBuilder.step("next").needs("notify")));

        assertThat(run.fail("notify").started()).containsExactly("next");
        assertThat(run.succeed("next").outcome()).isEqualTo(PhaseOutcome.completed());
        assertThat(run.state("notify")).isEqualTo(StepState.FAILED);
        assertThat(run.state().wentAsPlanned()).isFalse();
    }

    @Test
    void a_step_whose_failure_does_not_matter_goes_on() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("notify").onFailure(OnFailure.CONTINUE),
                StepBuilder.step("next").needs("notify")));

        assertThat(run.fail("notify").started()).containsExactly("next");
    }

    @Test
    void other_branches_go_on_while_a_failure_waits() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("left"),
                StepBuilder.step("right"),
                StepBuilder.step("next").needs("right")));

        assertThat(run.fail("left").succeed("right").started()).containsExactly("next");
        assertThat(run.succeed("next").finished()).isFalse();
    }

    @Test
    void what_has_nothing_to_resolve_is_refused_with_what_waits() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.step("build"), StepBuilder.step("test"), StepBuilder.step("done")));
        run.fail("test").succeed("done");

        assertThat(run.refused(resolve("build", Choice.RETRY, "alice", null)))
                .isEqualTo("build has nothing to resolve: it is RUNNING. Waiting: test");
        assertThat(run.refused(resolve("done", Choice.RETRY, "alice", null)))
                .isEqualTo("done has nothing to resolve: it is DONE since 2026-12-01T07:00:00Z. Waiting: test");
        assertThat(run.refused(resolve("tset", Choice.RETRY, "alice", null)))
                .isEqualTo(
                        "'tset': no such step or criterion in phase deployment-day. Did you mean test? Waiting: test");
    }

    @Test
    void a_failure_is_resolved_by_whoever_has_a_role_in_the_phase() {
        var run = new EngineRun(TestRunbook.day(
                        StepBuilder.step("build"), StepBuilder.gate("go-live").needs("build"))
                .people("release-manager", "alice")
                .people("visitor", "eve"));
        run.fail("build");

        assertThat(run.refused(resolve("build", Choice.RETRY, "eve", null)))
                .isEqualTo("eve is not known as release-manager. Known: alice");
        run.accepted(resolve("build", Choice.RETRY, "alice", null));
    }
}
