package norn.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.plan.Plan;
import norn.runbook.Criterion;
import org.jspecify.annotations.Nullable;

/**
 * Whether a success criterion is met, by the last value that anybody measured. No data is not good.
 *
 * @param value null where nobody measured it
 * @param limit null where the environment's policy names none
 * @param source the step that measured it, or {@code incidents} for the incident log; null where nobody did
 */
public record Success(
        Criterion criterion,
        Verdict verdict,
        @Nullable Double value,
        @Nullable Double limit,
        @Nullable String source) {
    /** The measure that the incident log itself answers: P1 incidents, closed ones included. */
    public static final String CRITICAL_INCIDENTS = "criticalIncidents";

    /** What the measured value says. */
    public enum Verdict {
        MET,
        UNMET,
        NO_DATA
    }

    /** Each success criterion of the plan, in its order. */
    public static List<Success> of(Plan plan, List<Journal> journals) {
        var measured = measured(journals);
        return plan.runbook().criteria().stream()
                .filter(criterion -> criterion.purpose() == Criterion.Purpose.SUCCESS)
                .map(criterion -> judge(plan, criterion, measured))
                .toList();
    }

    /** Whether every success criterion is met. */
    public static boolean isWhole(List<Success> all) {
        return all.stream().allMatch(success -> success.verdict() == Verdict.MET);
    }

    private static Success judge(Plan plan, Criterion criterion, Map<String, Measurement> measured) {
        var limit = criterion.threshold() == null
                ? null
                : plan.policy().thresholds().get(criterion.threshold());
        var last = criterion.measure() == null ? null : measured.get(criterion.measure());
        if (last == null) return new Success(criterion, Verdict.NO_DATA, null, limit, null);
        if (limit == null) return new Success(criterion, Verdict.NO_DATA, last.value(), null, last.source());
        var met = criterion.comparison().holds(last.value(), limit);
        return new Success(criterion, met ? Verdict.MET : Verdict.UNMET, last.value(), limit, last.source());
    }

    private static Map<String, Measurement> measured(List<Journal> journals) {
        var measured = new LinkedHashMap<String, Measurement>();
        var critical = new ArrayList<String>();
        for (var journal : journals)
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.StepSucceeded done)
                    take(measured, done.step(), done.evidence().values());
                if (entry.event() instanceof Event.Completed said && said.outcome() == Event.Outcome.DONE)
                    take(measured, said.step(), said.values());
                if (entry.event() instanceof Event.IncidentLogged incident
                        && incident.severity().equals("P1")
                        && !critical.contains(incident.id())) critical.add(incident.id());
            }
        var attested = measured.get(CRITICAL_INCIDENTS);
        if (!journals.isEmpty() && (attested == null || attested.value() < critical.size()))
            measured.put(CRITICAL_INCIDENTS, new Measurement(critical.size(), "incidents"));
        return measured;
    }

    private static void take(Map<String, Measurement> measured, String step, Map<String, Object> values) {
        values.forEach((name, value) -> {
            if (value instanceof Number number) measured.put(name, new Measurement(number.doubleValue(), step));
        });
    }

    private record Measurement(double value, String source) {}
}
