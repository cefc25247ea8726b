package norn.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.journal.Event;
import norn.journal.Journal;
import norn.runbook.Phase;
import norn.runbook.Work;

/** What is worth telling a deployment at once: that something waits or waits no more, fails, is refused, or ends a section. */
final class News {
    private final Phase phase;
    /** Steps that are not over, by section. */
    private final Map<String, Integer> open = new LinkedHashMap<>();

    private int read;

    News(Phase phase) {
        this.phase = phase;
        phase.sections()
                .forEach(section -> open.put(section.id(), section.steps().size()));
    }

    /** Whether anything is among what the journal has gained since the last time. */
    boolean in(Journal journal) {
        var entries = journal.entries();
        var news = false;
        for (; read < entries.size(); read++) news |= isNews(entries.get(read).event());
        return news;
    }

    private boolean isNews(Event event) {
        if (event instanceof Event.StepStarted started) return isForPeople(started.step());
        if (event instanceof Event.StepSucceeded done)
            return endsSection(done.step()) || isProof(phase, event) || isGoLive(done.step());
        if (event instanceof Event.StepLeftOut left) return endsSection(left.step());
        return !(event instanceof Event.PhaseStarted || event instanceof Event.PhaseEnded);
    }

    private boolean isForPeople(String step) {
        return phase.step(step)
                .map(found -> found.work().match(action -> false, attestation -> true, gate -> true))
                .orElse(false);
    }

    private boolean isGoLive(String step) {
        return phase.step(step).map(norn.runbook.Step::goLive).orElse(false);
    }

    private boolean endsSection(String step) {
        for (var section : phase.sections())
            if (section.steps().stream().anyMatch(member -> member.id().equals(step)))
                return Integer.valueOf(0).equals(open.merge(section.id(), -1, Integer::sum));
        return false;
    }

    /** Whether the event proves that a rollback brought the world back. */
    static boolean isProof(Phase phase, Event event) {
        return event instanceof Event.StepSucceeded done
                && phase.step(done.step())
                        .map(step -> step.work()
                                .match(
                                        action -> action.name().equals("prove-fingerprint"),
                                        work -> false,
                                        gate -> false))
                        .orElse(false);
    }

    /** Whether the journal of that phase has the proof. */
    static boolean proven(Phase phase, List<Journal.Entry> entries) {
        return entries.stream().anyMatch(entry -> isProof(phase, entry.event()));
    }

    /** The name of the action that a step asks for; empty where it asks for people. */
    static String action(norn.runbook.Step step) {
        return step.work().match(Work.Action::name, work -> "", gate -> "");
    }
}
