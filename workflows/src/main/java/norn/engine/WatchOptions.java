package norn.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.WatchWindow;
import norn.runbook.Criterion;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;
import norn.state.StepStatus;

/** What a watch is ordered: how long to watch, what the measures of a window come to, and which criteria end it. */
final class WatchOptions {
    private WatchOptions() {}

    /** The action with its options complete; one that does not watch as it is. */
    static Work.Action completed(EngineState engine, Step step, Work.Action action) {
        if (!step.serves(StepPurpose.WATCHES)) {
            return action;
        }
        var window = WatchWindow.of(action, engine.plan.policy().pace()).minus(engine.state.watched(step.id()));
        var options = new LinkedHashMap<>(action.options());
        options.put("windowSeconds", Math.max(0, window.toMillis()) / 1000.0);
        var late = late(engine, step);
        if (!late.isZero()) {
            options.put("lateSeconds", late.toMillis() / 1000.0);
        }
        options.put("measures", measures(engine));
        options.put("criteria", criteria(engine, engine.state.reportedCriteria(step.id())));
        return new Work.Action(action.name(), options, action.limit(), action.heartbeat());
    }

    /** How much later than its attempt this try of it begins. */
    private static Duration late(EngineState engine, Step step) {
        var tries = engine.state.watchTries(step.id());
        return tries != null && engine.state.step(step.id()) instanceof StepStatus.Running running
                ? Duration.between(running.startedAt(), tries.startedAt())
                : Duration.ZERO;
    }

    private static List<Map<String, Object>> measures(EngineState engine) {
        var measures = new ArrayList<Map<String, Object>>();
        for (var measure : engine.plan.runbook().measures()) {
            if (measure.count() == null) {
                var described = new LinkedHashMap<String, Object>();
                described.put("name", measure.name());
                described.put("combine", measure.combine().name());
                described.put("better", measure.better().name());
                described.put("confirm", measure.confirm());
                measures.add(described);
            }
        }
        return measures;
    }

    private static List<Map<String, Object>> criteria(EngineState engine, List<String> reported) {
        var criteria = new ArrayList<Map<String, Object>>();
        for (var criterion : engine.plan.runbook().criteria()) {
            var measure = criterion.measure();
            var threshold = criterion.threshold();
            if (criterion.purpose() != Criterion.Purpose.ROLLBACK || measure == null || threshold == null) {
                continue;
            }
            var limit = engine.plan.policy().thresholds().get(threshold);
            if (limit == null || reported.contains(criterion.id())) {
                continue;
            }
            var described = new LinkedHashMap<String, Object>();
            described.put("id", criterion.id());
            described.put("measure", measure);
            described.put("comparison", criterion.comparison().name());
            described.put("limit", limit);
            criteria.add(described);
        }
        return criteria;
    }
}
