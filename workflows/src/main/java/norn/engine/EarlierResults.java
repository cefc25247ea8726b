package norn.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.state.Event;
import norn.state.Journal;

/**
 * What the steps of a phase want to know of earlier phases: the values that a {@code when} asks for, the steps that
 * may have to be compensated, and the people whom a gate's {@code notBy} excludes. Both by step, ordered.
 */
public record EarlierResults(Map<String, Map<String, Object>> values, Map<String, List<String>> people) {
    public EarlierResults {
        values = values == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        people = people == null ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(people));
    }

    /** Only what {@code phase} of the whole plan names, out of the journals of the phases before. */
    public static EarlierResults of(Plan whole, PhaseName phase, List<Journal> earlier) {
        var wanted = new ArrayList<String>();
        var excluding = new ArrayList<String>();
        for (var step : whole.runbook().phase(phase).steps()) {
            var when = step.when();
            if (when != null) {
                wanted.add(when.step());
            }
            wanted.addAll(step.compensates());
            excluding.addAll(
                    step.work().match(action -> List.<String>of(), work -> List.<String>of(), gate -> gate.notBy()));
        }
        var values = new LinkedHashMap<String, Map<String, Object>>();
        var people = new LinkedHashMap<String, List<String>>();
        for (var journal : earlier) {
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.StepSucceeded done && wanted.contains(done.step())) {
                    values.put(done.step(), done.evidence().values());
                }
                if (entry.event() instanceof Event.Completed event) {
                    if (wanted.contains(event.step())) {
                        values.put(event.step(), event.values());
                    }
                    if (excluding.contains(event.step())) {
                        add(people, event.step(), event.by());
                    }
                }
                if (entry.event() instanceof Event.Decided event && excluding.contains(event.gate())) {
                    add(people, event.gate(), event.by());
                }
            }
        }
        return new EarlierResults(values, people);
    }

    private static void add(Map<String, List<String>> people, String step, String by) {
        people.merge(step, List.of(by), (all, one) -> {
            var both = new ArrayList<>(all);
            both.addAll(one);
            return both;
        });
    }
}
