package norn.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import norn.engine.Command;
import norn.engine.EarlierResults;
import norn.engine.PhaseContext;
import norn.engine.PhaseEngine;
import norn.message.Message;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.report.Checklist;
import norn.runbook.PhaseName;
import norn.runbook.Work;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import norn.state.PhaseOutcome;

/** The built-in runbook, played through the engine with a clock of its own: each action takes a second, people answer at once. */
final class SimulatedDeployment {
    static final Instant START = Instant.parse("2026-12-01T07:00:00Z");

    final Plan plan;
    final List<Journal> journals = new ArrayList<>();
    final List<String> order = new ArrayList<>();
    private final Map<String, Map<String, Object>> values = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private Function<Checklist.WaitingItem, Event.Verdict> verdicts = waiting -> Event.Verdict.GO;
    private Instant now = START;
    private Instant goLiveAt;
    private Instant t0;
    private boolean changed;
    private int decisionCount;

    SimulatedDeployment(LoadedRunbook loaded, Map<String, String> excluded) {
        this(plan(loaded, excluded));
    }

    SimulatedDeployment(Plan plan) {
        this.plan = plan;
    }

    private static Plan plan(LoadedRunbook loaded, Map<String, String> excluded) {
        var policy = new Policy(
                ZoneOffset.UTC,
                new Pace(30_000),
                Map.of(),
                true,
                loaded.thresholds(),
                Duration.ofMinutes(15),
                Duration.ofHours(2),
                Map.of(),
                excluded);
        return new Plan(Rules.CURRENT, "rehearsal", "v1.0.0", "v0.9.0", loaded.runbook(), policy, "00");
    }

    SimulatedDeployment values(String step, Map<String, Object> measured) {
        values.put(step, measured);
        return this;
    }

    SimulatedDeployment failsOnce(String step) {
        failures.put(step, 1);
        return this;
    }

    SimulatedDeployment noGoAt(String gate) {
        verdicts = waiting -> waiting.id().equals(gate) ? Event.Verdict.NO_GO : Event.Verdict.GO;
        return this;
    }

    boolean isChanged() {
        return changed;
    }

    int decisionCount() {
        return decisionCount;
    }

    Instant now() {
        return now;
    }

    PhaseOutcome run(PhaseName phase, PhaseOutcome cause) {
        decisionCount = 0;
        var begin = PhaseContext.of(phase, "d")
                .at(t0, goLiveAt)
                .changed(changed)
                .withCause(cause)
                .withEarlierResults(EarlierResults.of(plan, phase, journals));
        var engine = new PhaseEngine(plan.only(phase), begin, now);
        for (var rounds = 0; engine.state().outcome() == null; rounds++) {
            if (rounds > 5_000) {
                throw new AssertionError("never ends: " + engine.state().steps());
            }
            round(engine);
        }
        journals.add(engine.journal());
        t0 = engine.state().t0();
        goLiveAt = engine.state().goLiveAt();
        changed = engine.state().hasChanged();
        return engine.state().outcome();
    }

    private void round(PhaseEngine engine) {
        var wake = now.plusSeconds(3_600);
        var begun = new ArrayList<Command.StartAction>();
        for (var command : engine.next(now)) {
            if (command instanceof Command.StartAction start) {
                begun.add(start);
            }
            if (command instanceof Command.WakeAt at) {
                wake = at.at();
            }
        }
        if (!begun.isEmpty()) {
            now = now.plusSeconds(1);
        }
        for (var start : begun) {
            engine.record(end(start), now);
        }
        var waiting = Checklist.of(
                        plan, List.of(engine.journal()), "d", engine.state().status(), now)
                .waiting();
        for (var one : waiting) {
            now = now.plusMillis(100);
            answer(engine, one);
        }
        if (begun.isEmpty() && waiting.isEmpty() && engine.state().outcome() == null) {
            now = wake.isAfter(now) ? wake : now;
        }
    }

    private Event end(Command.StartAction start) {
        var id = start.step().id();
        order.add(id);
        if (failures.merge(id, -1, Integer::sum) >= 0) {
            return new Event.StepFailed(id, start.attempt(), "Broken", id + " | broke", "fix it");
        }
        var evidence = new Evidence(
                Evidence.Outcome.DONE,
                id + " is done",
                values.getOrDefault(id, Map.of()),
                List.of(),
                List.of(),
                "here",
                now.minusSeconds(1),
                now);
        return new Event.StepSucceeded(id, start.attempt(), evidence);
    }

    private void answer(PhaseEngine engine, Checklist.WaitingItem waiting) {
        var step = engine.state().definition(waiting.id());
        decisionCount++;
        var message = switch (waiting.kind()) {
            case "gate" ->
                new Message.Decide(waiting.id(), verdicts.apply(waiting), waiting.id() + "-decider", null, null);
            case "step" -> {
                var evidenceValues = new LinkedHashMap<String, Object>();
                if (step.orElseThrow().work() instanceof Work.Attestation attestation) {
                    for (var value : attestation.values()) {
                        evidenceValues.put(value.name(), value.unit() == null ? "none" : (Object) 90);
                    }
                }
                yield new Message.Complete(
                        List.of(waiting.id()),
                        "alice",
                        null,
                        Event.AttestationOutcome.DONE,
                        evidenceValues,
                        null,
                        null);
            }
            default -> new Message.Resolve(waiting.id(), Event.Choice.RETRY, "alice", null, "again");
        };
        var answer = engine.accept(message, now);
        if (!answer.accepted()) {
            throw new AssertionError(answer.text());
        }
    }
}
