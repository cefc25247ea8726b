package norn.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.plan.Plan;
import norn.runbook.Criterion;
import norn.state.Event;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for a rollback criterion, and when it came up.
 *
 * @param measured null where nobody measured it, or only people see it
 * @param limit null where the environment's policy names none
 */
public record RollbackAssessment(
        Criterion criterion,
        Measurements.@Nullable Aggregate measured,
        @Nullable Double limit,
        List<Occurrence> occurrences) {
    public RollbackAssessment {
        occurrences = List.copyOf(occurrences);
    }

    /**
     * A time at which the criterion came up.
     *
     * @param by the step that measured it, or the person who ordered the rollback
     * @param detail what was measured; null: a person ordered the rollback
     */
    public record Occurrence(
            Instant at, String by, @Nullable String detail) {}

    static List<RollbackAssessment> of(Plan plan, List<Journal.Entry> entries, Measurements measurements) {
        return plan.runbook().criteria().stream()
                .filter(criterion -> criterion.purpose() == Criterion.Purpose.ROLLBACK)
                .map(criterion -> new RollbackAssessment(
                        criterion,
                        CriterionNumbers.measured(plan, criterion, measurements),
                        CriterionNumbers.of(plan, criterion),
                        occurrences(criterion.id(), entries)))
                .toList();
    }

    private static List<Occurrence> occurrences(String criterion, List<Journal.Entry> entries) {
        var occurrences = new ArrayList<Occurrence>();
        for (var entry : entries) {
            if (entry.event() instanceof Event.CriterionMet met
                    && met.criterion().equals(criterion)) {
                occurrences.add(new Occurrence(entry.at(), met.step(), met.detail()));
            }
            if (entry.event() instanceof Event.RollbackOrdered ordered && criterion.equals(ordered.criterion())) {
                occurrences.add(new Occurrence(entry.at(), ordered.by(), null));
            }
        }
        return occurrences;
    }
}
