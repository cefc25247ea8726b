package norn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.state.Finding;
import norn.state.Journal;
import norn.state.PhaseState;
import norn.state.StepState;

/** Why a deployment that ran to its end is not a success: what failed, was skipped, is unmet, or is unknown. */
public final class Shortfalls {
    private static final int MAX_NAMED = 12;

    private Shortfalls() {}

    /** Each kind in one clause; empty: it is a success. */
    public static List<String> of(Plan plan, List<Journal> journals) {
        var clauses = new ArrayList<String>();
        add(clauses, "failed", steps(plan, journals, StepState.FAILED));
        add(clauses, "skipped", steps(plan, journals, StepState.SKIPPED));
        var success = SuccessAssessment.of(plan, journals);
        add(clauses, "success criteria unmet", criteria(success, Finding.NO));
        add(clauses, "success criteria unknown", criteria(success, Finding.UNKNOWN));
        return clauses;
    }

    private static List<String> steps(Plan plan, List<Journal> journals, StepState state) {
        var steps = new ArrayList<String>();
        for (var journal : journals) {
            if (journal.phase() == PhaseName.ROLLBACK) {
                continue;
            }
            PhaseState.of(plan, journal).steps().forEach((id, status) -> {
                if (status.state() == state) {
                    steps.add(id);
                }
            });
        }
        return steps;
    }

    private static List<String> criteria(List<SuccessAssessment> all, Finding finding) {
        return all.stream()
                .filter(one -> one.finding() == finding)
                .map(one -> one.criterion().id() + (one.why().isEmpty() ? "" : " (%s)".formatted(one.why())))
                .toList();
    }

    private static void add(List<String> clauses, String kind, List<String> names) {
        if (!names.isEmpty()) {
            clauses.add(kind + ": " + names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
                    + (names.size() > MAX_NAMED ? " and %d more".formatted(names.size() - MAX_NAMED) : ""));
        }
    }
}
