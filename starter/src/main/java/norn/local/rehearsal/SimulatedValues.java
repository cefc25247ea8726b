package norn.local.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.runbook.Criterion.Comparison;
import norn.runbook.Criterion.Purpose;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;

/** Values that a rehearsal enters where a step asks a person for some: they satisfy the criteria. */
final class SimulatedValues {
    private static final String WORD = "entered by the rehearsal";

    private SimulatedValues() {}

    /**
     * A value for each name.
     *
     * @param plan whose criteria the values satisfy; empty where it is not known
     */
    static Map<String, Object> of(List<String> names, Optional<Plan> plan) {
        var values = new LinkedHashMap<String, Object>();
        names.forEach(name ->
                values.put(name, plan.flatMap(known -> satisfying(name, known)).orElseGet(() -> byUnit(name, plan))));
        return values;
    }

    private static Optional<Object> satisfying(String name, Plan plan) {
        for (var criterion : plan.runbook().criteria()) {
            var limit = plan.policy().thresholds().get(String.valueOf(criterion.threshold()));
            if (name.equals(criterion.measure()) && limit != null) {
                return Optional.of(isHigherBetter(criterion) ? higher(limit, name) : limit / 2);
            }
        }
        return Optional.empty();
    }

    /** A success criterion should be met, a rollback criterion should not. */
    private static boolean isHigherBetter(Criterion criterion) {
        return (criterion.purpose() == Purpose.SUCCESS) == (criterion.comparison() == Comparison.ABOVE);
    }

    private static double higher(double limit, String name) {
        return isPercent(name) ? (limit + 100) / 2 : limit * 2 + 1;
    }

    private static Object byUnit(String name, Optional<Plan> plan) {
        var isNumber = plan.stream()
                .flatMap(known -> askedValues(known.runbook()))
                .anyMatch(asked -> asked.name().equals(name) && asked.unit() != null);
        if (!isNumber) {
            return WORD;
        }
        return isPercent(name) ? 97.0 : 0.0;
    }

    private static Stream<Work.AskedValue> askedValues(Runbook runbook) {
        return runbook.phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .map(Step::work)
                .filter(Work.Attestation.class::isInstance)
                .flatMap(work -> ((Work.Attestation) work).values().stream());
    }

    private static boolean isPercent(String name) {
        return name.toLowerCase(Locale.ROOT).contains("percent");
    }
}
