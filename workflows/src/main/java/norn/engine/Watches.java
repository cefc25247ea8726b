package norn.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.WatchWindow;
import norn.runbook.Criterion;
import norn.runbook.Step;
import norn.runbook.Work;

/** What a watch is told: how long it has to watch, and what it has to watch for. */
final class Watches {
    private Watches() {}

    /** The action with its options complete; one that does not watch as it is. */
    static Work.Action prepared(Ledger ledger, Step step, Work.Action action) {
        if (!WatchWindow.isWatch(action)) return action;
        var window = WatchWindow.of(action, ledger.plan.policy().pace()).minus(ledger.state.watched(step.id()));
        var options = new LinkedHashMap<>(action.options());
        options.put("windowSeconds", Math.max(0, window.toMillis()) / 1000.0);
        options.put("criteria", criteria(ledger, ledger.state.muted(step.id())));
        return new Work.Action(action.name(), options, action.limit(), action.heartbeat());
    }

    private static List<Map<String, Object>> criteria(Ledger ledger, List<String> muted) {
        var criteria = new ArrayList<Map<String, Object>>();
        for (var criterion : ledger.plan.runbook().criteria()) {
            var measure = criterion.measure();
            var threshold = criterion.threshold();
            if (criterion.purpose() != Criterion.Purpose.ROLLBACK || measure == null || threshold == null) continue;
            var limit = ledger.plan.policy().thresholds().get(threshold);
            if (limit == null || muted.contains(criterion.id())) continue;
            var told = new LinkedHashMap<String, Object>();
            told.put("id", criterion.id());
            told.put("measure", measure);
            told.put("comparison", criterion.comparison().name());
            told.put("limit", limit);
            criteria.add(told);
        }
        return criteria;
    }
}
