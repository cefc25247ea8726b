package norn.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.catalog.RunbookDraft.StepDraft;
import norn.runbook.PlannedTime;
import org.jspecify.annotations.Nullable;

/** No step may be planned before a step that it needs. */
final class TimesCheck {
    private final Map<String, StepDraft> steps = new LinkedHashMap<>();
    private final NeedsResolver.ResolvedNeeds needs;

    TimesCheck(List<StepDraft> steps, NeedsResolver.ResolvedNeeds needs) {
        for (var step : steps) {
            this.steps.putIfAbsent(step.id(), step);
        }
        this.needs = needs;
    }

    void check() {
        for (var step : steps.values()) {
            var own = planned(step);
            if (own == null) {
                continue;
            }
            for (var need : needs.of(step.id())) {
                check(step, own, need);
            }
        }
    }

    private void check(StepDraft step, PlannedTime own, String need) {
        var earlier = steps.get(need);
        var theirs = earlier == null ? null : planned(earlier);
        if (theirs == null || !isBefore(own, theirs)) {
            return;
        }
        var field = step.node().field(step.written().at() == null ? "due" : "at");
        (field == null ? step.node() : field)
                .problem("%s is before %s of %s, which the step needs".formatted(own.text(), theirs.text(), need));
    }

    private static @Nullable PlannedTime planned(StepDraft step) {
        var at = step.written().at();
        return at == null ? step.written().due() : at;
    }

    /** Whether {@code one} is certainly before {@code other}; times with different anchors are ordered by their anchors. */
    private static boolean isBefore(PlannedTime one, PlannedTime other) {
        var order = Integer.compare(anchor(one), anchor(other));
        return order == 0 ? minutes(one).compareTo(minutes(other)) < 0 : order < 0;
    }

    private static int anchor(PlannedTime time) {
        return time.match(fromT0 -> 0, fromGoLive -> 1, onDay -> 2);
    }

    private static Duration minutes(PlannedTime time) {
        return time.match(
                PlannedTime.FromT0::offset,
                PlannedTime.FromGoLive::offset,
                onDay -> Duration.ofDays(onDay.day()).plusSeconds(onDay.time().toSecondOfDay()));
    }
}
