package norn.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.runbook.Work;

/** The gate of deployment day with whose GO the environment is taken: until then the day holds nothing. */
public final class OpeningGate {
    private OpeningGate() {}

    /** That gate of the plan; empty where the environment is taken before the day, since something may begin without the gate. */
    public static Optional<Step> of(Plan plan) {
        if (!plan.rules().locksAtStartOfDay()) {
            return Optional.empty();
        }
        var steps = plan.runbook().phase(PhaseName.DEPLOYMENT_DAY).steps();
        return steps.stream()
                .filter(step -> step.serves(StepPurpose.BEGINS_DAY))
                .filter(step -> !plan.policy().excluded().containsKey(step.id()))
                .filter(OpeningGate::isDecidedByPeople)
                .filter(gate -> opensAll(gate, steps))
                .findFirst();
    }

    private static boolean isDecidedByPeople(Step step) {
        return step.work()
                .match(action -> false, attestation -> false, gate -> gate.onDeadline() != Work.DeadlineAction.GO);
    }

    private static boolean opensAll(Step gate, List<Step> steps) {
        var needs = new LinkedHashMap<String, List<String>>();
        steps.forEach(step -> needs.put(step.id(), step.needs()));
        return steps.stream()
                .filter(step -> !step.isCompensation())
                .allMatch(step -> needs(step.id(), gate.id(), needs, new ArrayList<>()));
    }

    private static boolean needs(String step, String gate, Map<String, List<String>> needs, List<String> seen) {
        if (step.equals(gate)) {
            return true;
        }
        if (seen.contains(step)) {
            return false;
        }
        seen.add(step);
        return needs.getOrDefault(step, List.of()).stream().anyMatch(need -> needs(need, gate, needs, seen));
    }
}
