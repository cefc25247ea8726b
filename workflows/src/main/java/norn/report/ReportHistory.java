package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.runbook.PhaseName;
import norn.runbook.PlannedTime;
import norn.runbook.RollbackMode;
import norn.runbook.Step;
import norn.state.Event;
import norn.state.LoggedIncident;
import norn.state.PhaseOutcome;
import norn.state.RefusedMessage;
import norn.state.StepState;
import org.jspecify.annotations.Nullable;

/**
 * What happened: decisions, what was not as planned, incidents, refusals, and the timeline, planned against actual.
 *
 * @param unfinished steps that were skipped, or failed for good
 * @param failures every attempt that failed
 * @param notNeeded steps that were not needed here, each with the reason
 * @param timeline the phases in which something has begun
 */
public record ReportHistory(
        List<Decision> decisions,
        List<Checklist.Line> unfinished,
        List<Failure> failures,
        List<NotNeeded> notNeeded,
        List<LoggedIncident> incidents,
        List<RefusedMessage> refused,
        List<PhaseTimeline> timeline) {
    public ReportHistory {
        decisions = List.copyOf(decisions);
        unfinished = List.copyOf(unfinished);
        failures = List.copyOf(failures);
        notNeeded = List.copyOf(notNeeded);
        incidents = List.copyOf(incidents);
        refused = List.copyOf(refused);
        timeline = List.copyOf(timeline);
    }

    /**
     * A decision, or that nobody decided.
     *
     * @param t0 the new T-0 where that is what was decided; null: something else was
     * @param by null: nobody did
     */
    public record Decision(
            Instant at,
            String what,
            String verdict,
            @Nullable Instant t0,
            @Nullable String by,
            @Nullable String note) {}

    /** An attempt of a step that failed. */
    public record Failure(Instant at, String step, int attempt, String error, String message) {}

    /** A step that was not needed. */
    public record NotNeeded(String step, String reason) {}

    /** What has begun of a phase. */
    public record PhaseTimeline(PhaseName phase, String title, List<TimelineEntry> entries) {
        public PhaseTimeline {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A step that has begun.
     *
     * @param planned when the runbook plans it, as it is written; null: it does not
     */
    public record TimelineEntry(
            Checklist.Line line, @Nullable String planned) {}

    static ReportHistory of(ReportInput input) {
        return new ReportHistory(
                decisions(input),
                input.checklist().steps().stream()
                        .filter(line -> line.state() == StepState.SKIPPED || line.state() == StepState.FAILED)
                        .toList(),
                failures(input),
                notNeeded(input),
                input.checklist().incidents(),
                input.checklist().refused(),
                timeline(input));
    }

    private static List<Decision> decisions(ReportInput input) {
        var decisions = new ArrayList<Decision>();
        for (var entry : input.entries()) {
            var decision = decision(entry.at(), entry.event());
            if (decision != null) {
                decisions.add(decision);
            }
        }
        return decisions;
    }

    private static @Nullable Decision decision(Instant at, Event event) {
        if (event instanceof Event.Decided decided) {
            return new Decision(
                    at, "gate " + decided.gate(), decided.verdict().name(), null, decided.by(), decided.note());
        }
        if (event instanceof Event.Resolved resolved) {
            return new Decision(at, resolved.step(), resolved.choice().name(), null, resolved.by(), resolved.note());
        }
        if (event instanceof Event.PhaseStarted started) {
            return standaloneOrder(at, started.cause());
        }
        if (event instanceof Event.RollbackOrdered ordered) {
            return new Decision(at, rollback(ordered.mode()), "ORDERED", null, ordered.by(), ordered.reason());
        }
        if (event instanceof Event.DeadlinePassed passed) {
            return new Decision(at, passed.id(), "NO ANSWER", null, null, "the deadline passed");
        }
        if (event instanceof Event.T0Set set) {
            return new Decision(at, "T-0", "SET", set.t0(), set.by(), set.note());
        }
        if (event instanceof Event.Paused paused) {
            return new Decision(at, "pause", "PAUSED", null, paused.by(), paused.note());
        }
        if (event instanceof Event.Resumed resumed) {
            return new Decision(at, "pause", "RESUMED", null, resumed.by(), resumed.note());
        }
        if (event instanceof Event.Cancelled cancelled) {
            return new Decision(at, "deployment", "CANCELLED", null, null, cancelled.reason());
        }
        return null;
    }

    /** A rollback that a person started has no phase before it in which the order would stand. */
    private static @Nullable Decision standaloneOrder(Instant at, @Nullable PhaseOutcome cause) {
        return cause == null || cause.orderedBy() == null
                ? null
                : new Decision(at, rollback(cause.mode()), "ORDERED", null, cause.orderedBy(), cause.reason());
    }

    private static String rollback(@Nullable RollbackMode mode) {
        return "rollback, " + (mode == null ? RollbackMode.AUTO : mode).id();
    }

    private static List<Failure> failures(ReportInput input) {
        var failures = new ArrayList<Failure>();
        for (var entry : input.entries()) {
            if (entry.event() instanceof Event.StepFailed failed) {
                failures.add(
                        new Failure(entry.at(), failed.step(), failed.attempt(), failed.error(), failed.message()));
            }
            if (entry.event() instanceof Event.Completed attested
                    && attested.outcome() == Event.AttestationOutcome.FAILED) {
                failures.add(new Failure(
                        entry.at(),
                        attested.step(),
                        attested.attempt(),
                        "attested FAILED by " + attested.by(),
                        attested.note() == null ? "no reason given" : attested.note()));
            }
        }
        return failures;
    }

    private static List<NotNeeded> notNeeded(ReportInput input) {
        var notNeeded = new ArrayList<NotNeeded>();
        for (var line : input.checklist().steps()) {
            if (line.state() == StepState.NOT_NEEDED && line.evidence() != null) {
                notNeeded.add(new NotNeeded(line.id(), line.evidence().summary()));
            }
        }
        return notNeeded;
    }

    private static List<PhaseTimeline> timeline(ReportInput input) {
        var timeline = new ArrayList<PhaseTimeline>();
        for (var name : PhaseName.values()) {
            var phase = input.plan().runbook().phase(name);
            var entries = input.checklist().steps().stream()
                    .filter(line -> line.phase() == name && hasBegun(line))
                    .map(line -> new TimelineEntry(
                            line,
                            phase.step(line.id())
                                    .map(Step::planned)
                                    .map(PlannedTime::text)
                                    .orElse(null)))
                    .toList();
            if (!entries.isEmpty()) {
                timeline.add(new PhaseTimeline(name, phase.title(), entries));
            }
        }
        return timeline;
    }

    private static boolean hasBegun(Checklist.Line line) {
        return line.state() != StepState.NOT_NEEDED && (line.startedAt() != null || line.endedAt() != null);
    }
}
