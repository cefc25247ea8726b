package norn.run;

import java.util.List;
import norn.runbook.PhaseName;
import norn.state.Journal;

/**
 * What a phase reports to its deployment: the next entries of its journal.
 *
 * @param from how many entries of the phase's journal come before these
 */
public record Progress(PhaseName phase, int from, List<Journal.Entry> entries) {
    public Progress {
        entries = List.copyOf(entries);
    }
}
