package norn.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.journal.Checklist.Proof;
import norn.journal.Checklist.State;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** What becomes of a step that has begun. */
final class Outcomes {
    /** Who did what no person did. */
    static final String MACHINE = "machine";

    private Outcomes() {}

    static StepState succeeded(StepState.Running running, Evidence evidence, Instant at) {
        return new StepState.Over(
                running.attempt(),
                evidence.outcome() == Evidence.Outcome.NOT_NEEDED ? State.NOT_NEEDED : State.DONE,
                running.startedAt(),
                at,
                MACHINE,
                new Proof(evidence.summary(), evidence.values(), evidence.artifacts(), null, null));
    }

    static StepState failed(StepState.Running running, Event.StepFailed event, boolean asks, Instant at) {
        var remedy = event.remedy() == null
                ? ""
                : (event.message().matches("(?s).*[.!?]\\s*") ? " " : ". ") + event.remedy();
        return new StepState.Failed(
                running.attempt(),
                running.startedAt(),
                at,
                MACHINE,
                proof("%s: %s%s".formatted(event.error(), event.message(), remedy)),
                asks);
    }

    static StepState attested(PhaseState state, Step step, StepState.Asked asked, Event.Completed said, Instant at) {
        var proof = new Proof(
                switch (said.outcome()) {
                    case DONE -> "done, says %s".formatted(said.by());
                    case FAILED -> "failed, says %s".formatted(said.by());
                    case NOT_NEEDED -> "not needed, says %s".formatted(said.by());
                },
                said.values(),
                List.of(),
                said.note(),
                said.evidence());
        if (said.outcome() == Event.Outcome.FAILED)
            return new StepState.Failed(
                    asked.attempt(),
                    asked.since(),
                    at,
                    said.by(),
                    proof,
                    state.consequences().asksAfterFailure(step));
        return new StepState.Over(
                asked.attempt(),
                said.outcome() == Event.Outcome.DONE ? State.DONE : State.NOT_NEEDED,
                asked.since(),
                at,
                said.by(),
                proof);
    }

    static StepState go(StepState.Open open, Event.Decided said, Work.Gate gate, Instant at) {
        var decisions = new ArrayList<>(open.decisions());
        decisions.add(said);
        if (decisions.size() < gate.quorum())
            return new StepState.Open(
                    open.attempt(), open.since(), open.deadlineFrom(), open.pausedBefore(), decisions);
        var names = decisions.stream().map(Event.Decided::by).collect(Collectors.joining(", "));
        return new StepState.Over(
                open.attempt(), State.DONE, open.since(), at, names, decided("GO by " + names, decisions));
    }

    static StepState noGo(StepState before, Event.Decided said, Consequences.NoGo effect, Instant at) {
        return new StepState.Failed(
                before.attempt(),
                before instanceof StepState.Open open ? open.since() : null,
                at,
                said.by(),
                decided("NO_GO by " + said.by(), List.of(said)),
                effect == Consequences.NoGo.ASKS);
    }

    static StepState silentNoGo(StepState.Open open, Consequences.NoGo effect, Instant at) {
        return new StepState.Failed(
                open.attempt(),
                open.since(),
                at,
                MACHINE,
                proof("nobody answered until the deadline: NO_GO"),
                effect == Consequences.NoGo.ASKS);
    }

    static StepState nobodyAnswered(StepState.Open open, Instant at) {
        return new StepState.Over(
                open.attempt(),
                State.DONE,
                open.since(),
                at,
                null,
                proof("nobody answered until the deadline: taken as GO"));
    }

    /** SKIP leaves the step behind; after ROLL_BACK it has failed for good. */
    static StepState resolved(StepState.Failed failed, Event.Resolved said, Instant at) {
        if (said.choice() != Event.Choice.SKIP)
            return new StepState.Failed(
                    failed.attempt(), failed.startedAt(), failed.at(), failed.by(), failed.proof(), false);
        return new StepState.Over(
                failed.attempt(),
                State.SKIPPED,
                failed.startedAt(),
                at,
                said.by(),
                new Proof(
                        "skipped by %s after %s"
                                .formatted(said.by(), failed.proof().summary()),
                        failed.proof().values(),
                        failed.proof().artifacts(),
                        said.note(),
                        failed.proof().link()));
    }

    /** A phase that stops asks nobody any more. */
    static StepState unasked(StepState step) {
        if (step instanceof StepState.Asked || step instanceof StepState.Open)
            return new StepState.Pending(step.attempt(), null);
        if (step instanceof StepState.Failed failed)
            return new StepState.Failed(
                    failed.attempt(), failed.startedAt(), failed.at(), failed.by(), failed.proof(), false);
        return step;
    }

    static Proof proof(String summary) {
        return new Proof(summary, Collections.emptyMap(), List.of(), null, null);
    }

    private static Proof decided(String summary, List<Event.Decided> decisions) {
        var notes = decisions.stream()
                .flatMap(said -> Stream.ofNullable(said.note()).map(note -> said.by() + ": " + note))
                .collect(Collectors.joining("; "));
        return new Proof(summary, Collections.emptyMap(), List.of(), nullIfEmpty(notes), null);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
