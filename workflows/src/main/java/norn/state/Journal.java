package norn.state;

import java.time.Instant;
import java.util.List;

/** The events of one phase in the order in which they happened. */
public record Journal(norn.runbook.PhaseName phase, List<Entry> entries) {
    public Journal {
        entries = List.copyOf(entries);
    }

    /** An event and when it happened, by Temporal's clock. */
    public record Entry(Instant at, Event event) {}
}
