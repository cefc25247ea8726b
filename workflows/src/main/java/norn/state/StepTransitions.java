package norn.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import norn.runbook.Step;
import norn.runbook.Work;
import org.jspecify.annotations.Nullable;

/** The states that follow once a step has begun. */
final class StepTransitions {
    /** Who acted where no person did. */
    static final String MACHINE = "machine";

    private StepTransitions() {}

    static StepStatus succeeded(StepStatus.Running running, Evidence evidence, Instant at) {
        return new StepStatus.Over(
                running.attempt(),
                evidence.outcome() == Evidence.Outcome.NOT_NEEDED ? StepState.NOT_NEEDED : StepState.DONE,
                running.startedAt(),
                at,
                MACHINE,
                StepEvidence.of(evidence));
    }

    static StepStatus failed(StepStatus.Running running, Event.StepFailed event, boolean asks, Instant at) {
        var remedy = event.remedy() == null
                ? ""
                : (event.message().matches("(?s).*[.!?]\\s*") ? " " : ". ") + event.remedy();
        var summary = "%s: %s%s".formatted(event.error(), event.message(), remedy);
        var evidence = event.evidence();
        return new StepStatus.Failed(
                running.attempt(),
                running.startedAt(),
                at,
                MACHINE,
                new StepEvidence(
                        summary,
                        evidence == null ? Collections.emptyMap() : evidence.values(),
                        evidence == null ? List.of() : evidence.artifacts(),
                        null,
                        null,
                        event.remedy()),
                asks);
    }

    static StepStatus attested(PhaseState state, Step step, StepStatus.Asked asked, Event.Completed event, Instant at) {
        var stepEvidence = new StepEvidence(
                switch (event.outcome()) {
                    case DONE -> "attested by " + event.by();
                    case FAILED -> "reported as failed by " + event.by() + reason(event);
                    case NOT_NEEDED -> "not needed, according to " + event.by();
                },
                event.values(),
                List.of(),
                event.note(),
                event.evidence());
        if (event.outcome() == Event.AttestationOutcome.FAILED) {
            return new StepStatus.Failed(
                    asked.attempt(),
                    asked.since(),
                    at,
                    event.by(),
                    stepEvidence,
                    state.consequences().asksAfterFailure(step));
        }
        return new StepStatus.Over(
                asked.attempt(),
                event.outcome() == Event.AttestationOutcome.DONE ? StepState.DONE : StepState.NOT_NEEDED,
                asked.since(),
                at,
                event.by(),
                stepEvidence);
    }

    private static String reason(Event.Completed event) {
        return event.note() == null ? "" : ": " + event.note();
    }

    static StepStatus go(StepStatus.Open open, Event.Decided event, Work.Gate gate, Instant at) {
        var decisions = new ArrayList<>(open.decisions());
        decisions.add(event);
        if (decisions.size() < gate.quorum()) {
            return new StepStatus.Open(
                    open.attempt(), open.since(), open.deadlineFrom(), open.pausedBefore(), decisions);
        }
        var names = decisions.stream().map(Event.Decided::by).collect(Collectors.joining(", "));
        return new StepStatus.Over(
                open.attempt(), StepState.DONE, open.since(), at, names, decided("GO by " + names, decisions));
    }

    static StepStatus noGo(StepStatus previous, Event.Decided event, Consequences.NoGoEffect effect, Instant at) {
        return new StepStatus.Failed(
                previous.attempt(),
                previous instanceof StepStatus.Open open ? open.since() : null,
                at,
                event.by(),
                decided("NO_GO by " + event.by(), List.of(event)),
                effect == Consequences.NoGoEffect.ASKS);
    }

    static StepStatus noGoAtDeadline(StepStatus.Open open, Consequences.NoGoEffect effect, Instant at) {
        return new StepStatus.Failed(
                open.attempt(),
                open.since(),
                at,
                MACHINE,
                StepEvidence.of("nobody answered until the deadline: NO_GO"),
                effect == Consequences.NoGoEffect.ASKS);
    }

    static StepStatus goAtDeadline(StepStatus.Open open, Instant at) {
        return new StepStatus.Over(
                open.attempt(),
                StepState.DONE,
                open.since(),
                at,
                null,
                StepEvidence.of("nobody answered until the deadline: taken as GO"));
    }

    /** SKIP ends the step; after ROLL_BACK it has failed for good. */
    static StepStatus resolved(StepStatus.Failed failed, Event.Resolved event, Instant at) {
        if (event.choice() != Event.Choice.SKIP) {
            return new StepStatus.Failed(
                    failed.attempt(), failed.startedAt(), failed.at(), failed.by(), failed.evidence(), false);
        }
        return new StepStatus.Over(
                failed.attempt(),
                StepState.SKIPPED,
                failed.startedAt(),
                at,
                event.by(),
                new StepEvidence(
                        "skipped by %s after %s"
                                .formatted(event.by(), failed.evidence().summary()),
                        failed.evidence().values(),
                        failed.evidence().artifacts(),
                        event.note(),
                        failed.evidence().link()));
    }

    /** A phase that stops waits for no answer any more. */
    static StepStatus noLongerAsked(StepStatus step) {
        if (step instanceof StepStatus.Asked || step instanceof StepStatus.Open) {
            return StepStatus.Pending.of(step.attempt());
        }
        if (step instanceof StepStatus.Failed failed) {
            return new StepStatus.Failed(
                    failed.attempt(), failed.startedAt(), failed.at(), failed.by(), failed.evidence(), false);
        }
        return step;
    }

    private static StepEvidence decided(String summary, List<Event.Decided> decisions) {
        var notes = decisions.stream()
                .flatMap(event -> Stream.ofNullable(event.note()).map(note -> event.by() + ": " + note))
                .collect(Collectors.joining("; "));
        return new StepEvidence(summary, Collections.emptyMap(), List.of(), nullIfEmpty(notes), null);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
