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
import org.jspecify.annotations.Nullable;

/** What a watch is ordered: how long to watch, what the measures of a window come to, and which criteria end it. */
final class WatchOptions {
    /** The measures that an action judges. */
    private static final String JUDGES = "judges";

    /** A measure without data for so long is unknown, and people are notified. */
    private static final Duration UNKNOWN_AFTER = Duration.ofMinutes(15);

    private WatchOptions() {}

    /** The action with its options complete; one that does not watch as it is. */
    static Work.Action completed(EngineState engine, Step step, Work.Action action) {
        if (!step.serves(StepPurpose.WATCHES)) {
            return action.options().get(JUDGES) instanceof List<?> judged ? judging(engine, action, judged) : action;
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

    /** With the limits of the measures that it judges: a success lies within them, and a rollback is called for beyond them. */
    private static Work.Action judging(EngineState engine, Work.Action action, List<?> judged) {
        var limits = new ArrayList<Map<String, Object>>();
        for (var criterion : engine.plan.runbook().criteria()) {
            var limit = limit(engine, criterion);
            if (limit != null && judged.contains(criterion.measure())) {
                limit.put("isGood", criterion.purpose() == Criterion.Purpose.SUCCESS);
                limits.add(limit);
            }
        }
        var options = new LinkedHashMap<>(action.options());
        options.put("measures", measures(engine));
        options.put("limits", limits);
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
            var described = limit(engine, criterion);
            if (criterion.purpose() != Criterion.Purpose.ROLLBACK || described == null) {
                continue;
            }
            if (engine.plan.rules().keepCoversWhatWasSeen()) {
                cover(engine, criterion, described);
            } else if (reported.contains(criterion.id())) {
                continue;
            }
            criteria.add(described);
        }
        return criteria;
    }

    /** What people have been notified of already, and what is not to be taken for good: a measure of which there are no data. */
    private static void cover(EngineState engine, Criterion criterion, Map<String, Object> described) {
        described.put("unknownAfterSeconds", UNKNOWN_AFTER.toSeconds());
        var question = engine.state.questions().get(criterion.id());
        if (question == null) {
            return;
        }
        if (question.unknown()) {
            described.put(
                    "unknownCoveredUntil",
                    question.coveredUntil(engine.plan.policy().asking()).toString());
            return;
        }
        described.put(
                "coveredUntil",
                question.coveredUntil(engine.plan.policy().asking()).toString());
        var worse = question.clearlyWorse(
                criterion.comparison(), engine.plan.policy().asking());
        if (worse != null) {
            described.put("coveredLimit", worse);
        }
    }

    /** What an action has to know of a criterion to judge it; null: nothing is measured for it, or it has no limit. */
    private static @Nullable Map<String, Object> limit(EngineState engine, Criterion criterion) {
        var measure = criterion.measure();
        var threshold = criterion.threshold();
        var limit = threshold == null ? null : engine.plan.policy().thresholds().get(threshold);
        if (measure == null || limit == null) {
            return null;
        }
        var described = new LinkedHashMap<String, Object>();
        described.put("id", criterion.id());
        described.put("measure", measure);
        described.put("comparison", criterion.comparison().name());
        described.put("limit", limit);
        return described;
    }
}
