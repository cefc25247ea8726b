package norn.engine;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Asking;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.plan.Watched;
import norn.runbook.Criterion;
import norn.runbook.Measure;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.RollbackMode;
import norn.runbook.Runbook;

/** A small plan for one phase, written in a few words. */
final class TestRunbook {
    private final PhaseName phase;
    private final List<StepBuilder> steps = new ArrayList<>();
    private final List<Criterion> criteria = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private final Map<String, List<String>> people = new LinkedHashMap<>();
    private final Map<String, Double> thresholds = new LinkedHashMap<>();
    private final Map<String, String> excluded = new LinkedHashMap<>();
    private Pace pace = Pace.REAL;
    private boolean anyone = true;
    private Duration dataLossBudget = Duration.ofMinutes(15);
    private Boolean oldCodeFitsNewSchema;
    private Asking asking = Asking.DEFAULT;
    private Watched watched;
    private Rules rules = Rules.CURRENT;

    private TestRunbook(PhaseName phase) {
        this.phase = phase;
    }

    static TestRunbook of(PhaseName phase, StepBuilder... steps) {
        var runbook = new TestRunbook(phase);
        runbook.steps.addAll(List.of(steps));
        return runbook;
    }

    static TestRunbook day(StepBuilder... steps) {
        return of(PhaseName.DEPLOYMENT_DAY, steps);
    }

    static TestRunbook preparation(StepBuilder... steps) {
        return of(PhaseName.PRE_DEPLOYMENT, steps);
    }

    static TestRunbook watch(StepBuilder... steps) {
        return of(PhaseName.POST_DEPLOYMENT, steps);
    }

    static TestRunbook rollback(StepBuilder... steps) {
        return of(PhaseName.ROLLBACK, steps);
    }

    TestRunbook pace(Pace pace) {
        this.pace = pace;
        return this;
    }

    TestRunbook people(String role, String... names) {
        anyone = false;
        people.put(role, List.of(names));
        return this;
    }

    TestRunbook excluded(String step, String reason) {
        excluded.put(step, reason);
        return this;
    }

    TestRunbook threshold(String name, double limit) {
        thresholds.put(name, limit);
        return this;
    }

    TestRunbook oldCodeFitsNewSchema(boolean fits) {
        oldCodeFitsNewSchema = fits;
        return this;
    }

    TestRunbook rules(int version) {
        rules = new Rules(version);
        return this;
    }

    TestRunbook watched(Watched release) {
        watched = release;
        return this;
    }

    TestRunbook asking(Asking settings) {
        asking = settings;
        return this;
    }

    TestRunbook dataLossBudget(Duration budget) {
        dataLossBudget = budget;
        return this;
    }

    /** A rollback criterion: {@code cost} is met above the threshold {@code cost} of the measure {@code cost}. */
    TestRunbook criterion(String id, Criterion.Response response, Duration deadline, RollbackMode mode) {
        measures.add(Measure.worst(id, id));
        criteria.add(new Criterion(
                id,
                "Is " + id + " too high?",
                Criterion.Purpose.ROLLBACK,
                List.of(),
                id,
                id,
                Criterion.Comparison.ABOVE,
                response,
                deadline,
                mode,
                null));
        return threshold(id, 100);
    }

    TestRunbook measure(Measure measure) {
        measures.add(measure);
        return this;
    }

    TestRunbook success(String measure, Criterion.Comparison comparison, double limit) {
        if (measures.stream().noneMatch(known -> known.name().equals(measure))) {
            measures.add(Measure.worst(measure, measure));
        }
        criteria.add(new Criterion(
                measure + "-fine",
                measure,
                Criterion.Purpose.SUCCESS,
                List.of(),
                measure,
                measure,
                comparison,
                Criterion.Response.ORDERED,
                null,
                RollbackMode.AUTO,
                null));
        return threshold(measure, limit);
    }

    PhaseName phase() {
        return phase;
    }

    Plan plan() {
        var section = new Phase.Section(
                "only",
                "The only section",
                steps.stream().map(StepBuilder::step).toList());
        var runbook = new Runbook(
                "test",
                "A runbook for tests",
                List.of(new Phase(phase, "A phase", List.of(section))),
                measures,
                criteria,
                List.of(),
                List.of());
        var policy = new Policy(
                ZoneOffset.UTC,
                pace,
                people,
                anyone,
                thresholds,
                dataLossBudget,
                Duration.ofHours(2),
                new LinkedHashMap<>(),
                excluded,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                oldCodeFitsNewSchema,
                asking);
        return new Plan(rules, "rehearsal", "v1.0.0", "v0.9.0", runbook, policy, "00", watched);
    }
}
