package norn.worker;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.catalog.LoadedRunbook;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Policy;
import norn.plan.Rules;
import norn.runbook.Runbook;
import norn.runbook.Step;

/** Plans of the built-in runbook. Each role has one person, who is called like it; a quick deployment does not wait for the clock. */
final class BuiltInPlans {
    /** Deployments whose id starts so are planned {@code asap}, the others {@code real}. */
    static final String QUICK = "quick-";

    /** Steps that nobody there can do. */
    static final List<String> EXCLUDED = List.of("load-test");

    private static final LoadedRunbook LOADED = new Catalog(null, Actions.known()).builtIn(Catalog.DEFAULT);

    private BuiltInPlans() {}

    static Runbook runbook() {
        return LOADED.runbook();
    }

    static Plan plan(PlanRequest request) {
        var policy = new Policy(
                ZoneId.of("Europe/Berlin"),
                request.deployment().startsWith(QUICK) ? Pace.ASAP : Pace.REAL,
                people(),
                false,
                new LinkedHashMap<>(LOADED.thresholds()),
                Duration.ofMinutes(15),
                Duration.ofMinutes(120),
                new LinkedHashMap<>(),
                excluded(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        var release = request.release() == null ? "v1.0.0" : request.release();
        return new Plan(
                Rules.CURRENT, request.environment(), release, "v0.9.0", LOADED.runbook(), policy, "00".repeat(32));
    }

    private static Map<String, String> excluded() {
        var excluded = new LinkedHashMap<String, String>();
        EXCLUDED.forEach(step -> excluded.put(step, "nobody has a load generator"));
        return excluded;
    }

    private static Map<String, List<String>> people() {
        var people = new TreeMap<String, List<String>>();
        for (var phase : LOADED.runbook().phases()) {
            for (var step : phase.steps()) {
                roles(step).forEach(role -> people.put(role, List.of(role)));
            }
        }
        return people;
    }

    private static List<String> roles(Step step) {
        return step.work().match(action -> List.of(), attestation -> attestation.roles(), gate -> gate.roles());
    }
}
