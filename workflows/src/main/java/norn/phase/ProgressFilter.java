package norn.phase;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.runbook.Phase;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Journal;

/** What is reported to the deployment at once: that something waits or waits no more, fails, is refused, or ends a section. */
public final class ProgressFilter {
    private final Phase phase;
    /** Steps that are not over, by section. */
    private final Map<String, Integer> openSteps = new LinkedHashMap<>();

    private int readEntries;

    ProgressFilter(Phase phase) {
        this.phase = phase;
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
            return isForPeople(started.step());
        }
        if (event instanceof Event.StepSucceeded done) {
            return endsSection(done.step()) || isProof(phase, event) || isGoLive(done.step());
        }
        if (event instanceof Event.StepNotNeeded notNeeded) {
            return endsSection(notNeeded.step());
        }
        return !(event instanceof Event.PhaseStarted
                || event instanceof Event.PhaseEnded
                || event instanceof Event.PeopleTold);
    }

    private boolean isForPeople(String step) {
        return phase.step(step)
                .map(found -> found.work().match(action -> false, attestation -> true, gate -> true))
                .orElse(false);
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

    /** Whether the event proves that a rollback restored the recorded state. */
    private static boolean isProof(Phase phase, Event event) {
        return event instanceof Event.StepSucceeded done
                && phase.step(done.step())
                        .filter(step -> step.serves(StepPurpose.PROVES))
                        .isPresent();
    }

    /** Whether the journal of that phase has the proof. */
    public static boolean hasProof(Phase phase, List<Journal.Entry> entries) {
        return entries.stream().anyMatch(entry -> isProof(phase, entry.event()));
    }
}
