package norn.state;

import java.time.Instant;
import java.util.List;
import norn.runbook.PhaseName;

/** The events of one phase in the order in which they happened. */
public record Journal(PhaseName phase, List<Entry> entries) {
    public Journal {
        entries = List.copyOf(entries);
    }

    /** An event and when it happened, by Temporal's clock. */
    public record Entry(Instant at, Event event) {}
}
