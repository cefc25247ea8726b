package norn.phase;

import java.util.LinkedHashMap;
import java.util.Map;
import norn.plan.Rules;
import norn.runbook.Phase;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Journal;

/** What is reported to the deployment at once: that something waits or waits no more, fails, is refused, or ends a section. */
final class ProgressFilter {
    private final Phase phase;
    private final Rules rules;
    /** Steps that are not over, by section. */
    private final Map<String, Integer> openSteps = new LinkedHashMap<>();

    private int readEntries;
    private boolean hasChanged;

    ProgressFilter(Phase phase, Rules rules) {
        this.phase = phase;
        this.rules = rules;
        phase.sections()
                .forEach(section -> openSteps.put(section.id(), section.steps().size()));
    }

    /** Whether anything is among what the journal has gained since the last time. */
    boolean hasReportable(Journal journal) {
        var entries = journal.entries();
        var reportable = false;
        for (; readEntries < entries.size(); readEntries++) {
            reportable |= isReportable(entries.get(readEntries).event());
        }
        return reportable;
    }

    private boolean isReportable(Event event) {
        if (event instanceof Event.StepStarted started) {
            return isForPeople(started.step()) || isFirstChange(started.step());
        }
        if (event instanceof Event.StepSucceeded done) {
            return endsSection(done.step())
                    || serves(done.step(), StepPurpose.PROVES)
                    || isGoLive(done.step())
                    || endsRollback(done.step());
        }
        if (event instanceof Event.StepNotNeeded notNeeded) {
            return endsSection(notNeeded.step());
        }
        return !(event instanceof Event.PhaseStarted
                || event instanceof Event.PhaseEnded
                || event instanceof Event.PeopleNotified);
    }

    private boolean isForPeople(String step) {
        return phase.step(step)
                .map(found -> found.work().match(action -> false, attestation -> true, gate -> true))
                .orElse(false);
    }

    /** Its deployment suspends the watch of the release before with the first change. */
    private boolean isFirstChange(String step) {
        var isFirst = !hasChanged
                && rules.suspendsWatchAtFirstChange()
                && phase.name() == PhaseName.DEPLOYMENT_DAY
                && phase.step(step).map(Step::changes).orElse(false);
        hasChanged |= isFirst;
        return isFirst;
    }

    private boolean endsRollback(String step) {
        return rules.restoresAccessBeforeTheEnd()
                && phase.name() == PhaseName.ROLLBACK
                && serves(step, StepPurpose.RESTORES_ACCESS);
    }

    private boolean serves(String step, StepPurpose purpose) {
        return phase.step(step).filter(found -> found.serves(purpose)).isPresent();
    }

    private boolean isGoLive(String step) {
        return phase.step(step).map(Step::goLive).orElse(false);
    }

    private boolean endsSection(String step) {
        for (var section : phase.sections()) {
            if (section.steps().stream().anyMatch(member -> member.id().equals(step))) {
                return Integer.valueOf(0).equals(openSteps.merge(section.id(), -1, Integer::sum));
            }
        }
        return false;
    }
}
