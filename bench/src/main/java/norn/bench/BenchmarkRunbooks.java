package norn.bench;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;

/** Runbooks of one phase whose steps ask for nothing but to be run, or answered. */
final class BenchmarkRunbooks {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private BenchmarkRunbooks() {}

    /** Automatic steps {@code do-1}, {@code do-2}, …, one after the other. */
    static Runbook sequence(int steps, int stepsPerSection) {
        var sections = new ArrayList<Phase.Section>();
        for (var first = 1; first <= steps; first += stepsPerSection) {
            var members = new ArrayList<Step>();
            for (var i = first; i < Math.min(first + stepsPerSection, steps + 1); i++) {
                members.add(automatic("do-" + i, i == 1 ? List.of() : List.of("do-" + (i - 1))));
            }
            sections.add(new Phase.Section("section-" + first, "Steps from " + first, members));
        }
        return runbook(sections);
    }

    /** Automatic steps that are all ready at once. */
    static Runbook parallel(int steps) {
        var members = new ArrayList<Step>();
        for (var i = 1; i <= steps; i++) {
            members.add(automatic("do-" + i, List.of()));
        }
        return runbook(List.of(new Phase.Section("all", "All at once", members)));
    }

    /** Pairs of a gate {@code ask-n} and the automatic step {@code do-n} that waits for it. */
    static Runbook asked(int pairs) {
        var sections = new ArrayList<Phase.Section>();
        for (var i = 1; i <= pairs; i++) {
            var gate = step(
                    "ask-" + i,
                    new Work.Gate(List.of("release-manager"), 1, List.of(), null, Work.DeadlineAction.PAGE, false),
                    i == 1 ? List.of() : List.of("do-" + (i - 1)));
            var next = automatic("do-" + i, List.of("ask-" + i));
            sections.add(new Phase.Section("pair-" + i, "A decision and what follows", List.of(gate, next)));
        }
        return runbook(sections);
    }

    /** Steps {@code attest-1}, … that people attest, all waiting at once. */
    static Runbook waiting(int steps) {
        var members = new ArrayList<Step>();
        for (var i = 1; i <= steps; i++) {
            members.add(step(
                    "attest-" + i,
                    new Work.Attestation(List.of("operator"), List.of("It is done"), List.of()),
                    List.of()));
        }
        return runbook(List.of(new Phase.Section("all", "All at once", members)));
    }

    private static Runbook runbook(List<Phase.Section> sections) {
        var phase = new Phase(PhaseName.PRE_DEPLOYMENT, "Steps that do nothing", sections);
        return new Runbook(
                "bench", "A runbook to measure with", List.of(phase), List.of(), List.of(), List.of(), List.of());
    }

    private static Step automatic(String id, List<String> needs) {
        return step(id, new Work.Action(IdleEnvironments.ACTION, new LinkedHashMap<>(), LIMIT, HEARTBEAT), needs);
    }

    private static Step step(String id, Work work, List<String> needs) {
        return new Step(
                id,
                "The step " + id,
                List.of(),
                null,
                work,
                needs,
                null,
                false,
                false,
                false,
                true,
                Step.OnFailure.ASK,
                3,
                null,
                null,
                null);
    }

    /** The plan for a runbook in which anybody may answer, and planned time takes none. */
    static Plan plan(PlanRequest request, Runbook runbook, String hostHash) {
        var people = new LinkedHashMap<String, List<String>>();
        people.put("release-manager", List.of("alice"));
        people.put("operator", List.of("bob"));
        var policy = new Policy(
                ZoneOffset.UTC,
                Pace.ASAP,
                people,
                true,
                new LinkedHashMap<>(),
                Duration.ofMinutes(15),
                Duration.ofMinutes(120),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        return new Plan(Rules.CURRENT, request.environment(), "v1.0.0", "v0.9.0", runbook, policy, hostHash);
    }
}
