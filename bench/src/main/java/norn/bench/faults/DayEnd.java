package norn.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import norn.client.Ending;
import norn.rehearsal.LedgerComparison;
import norn.report.Checklist;

/** How a day ended, what it did last, and what the players' ledger says. */
record DayEnd(Ending ending, Checklist last, LedgerComparison ledger) {
    /** Whether the old release is back by its fingerprint, and no player lost a write that was confirmed. */
    boolean isBack() {
        var before = ending.result().path("fingerprintBefore").asText();
        return ending.status().equals("ROLLED_BACK")
                && !before.isEmpty()
                && before.equals(ending.result().path("fingerprintAfter").asText())
                && ledger.lost() == 0
                && ledger.live() > 0;
    }

    /** How long after that instant something began or ended again, in seconds; 0 where nothing did. */
    double secondsToNext(Instant fault) {
        return last.steps().stream()
                .flatMap(step -> Stream.of(step.startedAt(), step.endedAt()))
                .filter(Objects::nonNull)
                .filter(at -> at.isAfter(fault))
                .min(Instant::compareTo)
                .map(at -> Duration.between(fault, at).toMillis() / 1000.0)
                .orElse(0.0);
    }
}
