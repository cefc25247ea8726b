package norn.engine;

import static norn.engine.EngineRun.complete;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.message.Message;
import norn.report.Checklist;
import norn.runbook.Work.AskedValue;
import norn.state.Event.AttestationOutcome;
import norn.state.Event.Choice;
import norn.state.RefusedMessage;
import norn.state.StepEvidence;
import norn.state.StepState;
import org.junit.jupiter.api.Test;

class AttestationsTest {
    private static final AskedValue PERCENT = new AskedValue("uptimePercent", "uptime since go-live", "%");
    private static final AskedValue WORDS = new AskedValue("remarks", "what stood out", null);

    @Test
    void a_person_is_asked_and_shown_how_to_answer() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look", PERCENT, WORDS)));
        var values = new LinkedHashMap<String, Object>();
        values.put("uptimePercent", null);
        values.put("remarks", null);

        assertThat(run.waiting())
                .containsExactly(new Checklist.WaitingItem(
                        "step",
                        "look",
                        "Step look",
                        List.of("operator"),
                        EngineRun.START,
                        null,
                        1,
                        List.of("DONE", "FAILED", "NOT_NEEDED"),
                        new Checklist.ProposedMessage("complete", Map.of("step", "look", "values", values, "by", "…")),
                        "look at look; uptimePercent: uptime since go-live, in %; remarks: what stood out",
                        List.of(
                                new Checklist.AskedFor("uptimePercent", "uptime since go-live", "per cent, 0 to 100"),
                                new Checklist.AskedFor("remarks", "what stood out", "a number or words"))));
    }

    @Test
    void what_a_person_attests_is_done_by_that_person_with_values_note_and_link() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.person("look", PERCENT), StepBuilder.step("next").needs("look")));
        run.accepted(new Message.Complete(
                List.of("look"),
                "bob",
                1,
                AttestationOutcome.DONE,
                Map.of("uptimePercent", 99.9),
                "all well",
                "https://example/1"));

        assertThat(run.started()).containsExactly("next");
        assertThat(run.checklist().steps().get(0))
                .extracting(Checklist.Line::state, Checklist.Line::by, Checklist.Line::evidence)
                .containsExactly(
                        StepState.DONE,
                        "bob",
                        new StepEvidence(
                                "attested by bob",
                                Map.of("uptimePercent", 99.9),
                                List.of(),
                                "all well",
                                "https://example/1"));
    }

    @Test
    void an_early_attestation_is_saved_and_counts_once_its_step_is_due() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("build"),
                StepBuilder.person("look").needs("build"),
                StepBuilder.step("next").needs("look")));
        run.accepted(complete("bob", "look"));

        assertThat(run.state("look")).isEqualTo(StepState.PENDING);
        assertThat(run.succeed("build").started()).containsExactly("next");
        assertThat(run.state("look")).isEqualTo(StepState.DONE);
    }

    @Test
    void an_early_attestation_is_accepted_once() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("build"), StepBuilder.person("look").needs("build")));
        run.accepted(complete("bob", "look"));

        assertThat(run.refused(complete("eve", "look")))
                .isEqualTo("look was attested early by bob, and counts once the step begins");
    }

    @Test
    void what_was_attested_before_the_phase_counts() {
        var book = TestRunbook.day(
                StepBuilder.person("look"), StepBuilder.step("next").needs("look"));
        var early = List.of((Message.Complete) complete("bob", "look"), (Message.Complete) complete("bob", "lok"));
        var run = new EngineRun(book, PhaseContext.of(book.phase(), "d").withEarlyAttestations(early));

        assertThat(run.started()).containsExactly("next");
        assertThat(run.state().refused())
                .extracting(RefusedMessage::reason)
                .containsExactly(
                        "'lok': no such step in phase deployment-day. Did you mean look? Nothing waits for people now");
    }

    @Test
    void a_late_or_second_attestation_is_refused_with_who_did_it_and_when() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.person("look"), StepBuilder.step("next").needs("look")));
        run.accepted(complete("bob", "look"));

        assertThat(run.refused(complete("eve", "look")))
                .isEqualTo("look is over since 2026-12-01T07:00:00Z: attested by bob");
    }

    @Test
    void of_several_steps_all_are_accepted_or_none() {
        var run = new EngineRun(
                TestRunbook.day(StepBuilder.person("one"), StepBuilder.person("two"), StepBuilder.step("three")));

        assertThat(run.refused(complete("bob", "one", "three", "for")))
                .isEqualTo("three is not attested: the machine does it (do-three), and no answer is needed; 'for': no"
                        + " such step in phase deployment-day. Waiting: one, two. None of the steps was accepted");
        assertThat(run.state("one")).isEqualTo(StepState.WAITING);
        assertThat(run.accepted(complete("bob", "one", "two", "one")).waitingIds())
                .isEmpty();
    }

    @Test
    void values_are_asked_for_and_a_unit_asks_for_a_number() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look", PERCENT, WORDS)));

        assertThat(run.refused(complete("bob", "look")))
                .isEqualTo("look asks for values: uptimePercent (uptime since go-live, in %) is missing, "
                        + "remarks (what stood out) is missing");
        assertThat(run.refused(complete(
                        "bob",
                        AttestationOutcome.DONE,
                        null,
                        Map.of("uptimePercent", "good", "remarks", "none"),
                        "look")))
                .isEqualTo("look asks for values: uptimePercent is 'good', needs a number in %");
        assertThat(run.refused(complete(
                        "bob",
                        AttestationOutcome.DONE,
                        null,
                        Map.of("uptimePercent", Double.NaN, "remarks", "none"),
                        "look")))
                .isEqualTo("look asks for values: uptimePercent is 'NaN', needs a number in %");
        for (var impossible : List.of(999, -1, 100.01)) {
            assertThat(run.refused(complete(
                            "bob",
                            AttestationOutcome.DONE,
                            null,
                            Map.of("uptimePercent", impossible, "remarks", "none"),
                            "look")))
                    .isEqualTo("look asks for values: uptimePercent is %s, needs 0 to 100 %%".formatted(impossible));
        }
        run.accepted(complete(
                "bob", AttestationOutcome.DONE, null, Map.of("uptimePercent", " 99.5 ", "remarks", "none"), "look"));
        assertThat(run.checklist().steps().get(0).evidence().values()).containsEntry("uptimePercent", 99.5);
    }

    @Test
    void a_value_that_nobody_asked_for_is_refused() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look", PERCENT)));

        assertThat(run.refused(complete(
                        "bob",
                        AttestationOutcome.DONE,
                        null,
                        Map.of("uptimePercent", 99, "uptimePrecent", 98),
                        "look")))
                .isEqualTo("no step asks for the values uptimePrecent. Asked for: uptimePercent");
    }

    @Test
    void an_attested_failure_asks_and_RETRY_asks_the_person_again() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look")));
        run.accepted(complete("bob", AttestationOutcome.FAILED, "it smells", Map.of(), "look"));

        assertThat(run.paged()).containsExactly("look");
        assertThat(run.waiting().get(0))
                .extracting(Checklist.WaitingItem::kind, Checklist.WaitingItem::detail)
                .containsExactly("failure", "reported as failed by bob: it smells");
        assertThat(run.refused(complete("bob", "look")))
                .isEqualTo(
                        "look has failed at 2026-12-01T07:00:00Z: reported as failed by bob: it smells. Send resolve:"
                                + " RETRY asks for it again");
        run.accepted(EngineRun.resolve("look", Choice.RETRY, "alice", null));
        assertThat(run.waiting().get(0))
                .extracting(Checklist.WaitingItem::kind, Checklist.WaitingItem::attempt)
                .containsExactly("step", 2);
        assertThat(run.accepted(complete("bob", "look")).finished()).isTrue();
    }

    @Test
    void an_attested_failure_of_an_optional_step_goes_on() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look").optional()));

        assertThat(run.accepted(complete("bob", AttestationOutcome.FAILED, null, Map.of(), "look"))
                        .finished())
                .isTrue();
        assertThat(run.state("look")).isEqualTo(StepState.FAILED);
    }

    @Test
    void an_early_attested_failure_asks_once_its_step_is_due() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.step("build"), StepBuilder.person("look").needs("build")));
        run.accepted(complete("bob", AttestationOutcome.FAILED, "no", Map.of(), "look"));

        assertThat(run.waitingIds()).isEmpty();
        assertThat(run.succeed("build").waitingIds()).containsExactly("failure look");
        assertThat(run.paged()).containsExactly("look");
    }

    @Test
    void NOT_NEEDED_is_for_optional_steps_or_needs_a_reason() {
        var run = new EngineRun(TestRunbook.day(
                StepBuilder.person("must"), StepBuilder.person("may").optional()));

        assertThat(run.refused(complete("bob", AttestationOutcome.NOT_NEEDED, null, Map.of(), "must")))
                .isEqualTo("must is not optional: NOT_NEEDED needs a reason, put it into note");
        run.accepted(complete("bob", AttestationOutcome.NOT_NEEDED, "done last week", Map.of(), "must"));
        run.accepted(complete("bob", AttestationOutcome.NOT_NEEDED, null, Map.of(), "may"));
        assertThat(run.state("must")).isEqualTo(StepState.NOT_NEEDED);
        assertThat(run.state().wentAsPlanned()).isTrue();
    }

    @Test
    void a_gate_is_not_attested() {
        assertThat(new EngineRun(TestRunbook.day(StepBuilder.gate("go-live"))).refused(complete("bob", "go-live")))
                .isEqualTo("go-live is not attested: people decide there; send decide");
    }

    @Test
    void only_people_of_the_role_attest() {
        var run = new EngineRun(TestRunbook.day(StepBuilder.person("look")).people("operator", "bob"));

        assertThat(run.refused(complete("eve", "look"))).isEqualTo("eve is not known as operator. Known: bob");
        run.accepted(complete("Bob", "look"));
    }

    @Test
    void a_message_that_names_no_step_is_refused() {
        assertThat(new EngineRun(TestRunbook.day(StepBuilder.person("look"))).refused(complete("bob")))
                .isEqualTo("no step is named: put one into step, or several into steps");
    }
}
