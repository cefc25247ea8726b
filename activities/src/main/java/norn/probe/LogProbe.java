package norn.probe;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import norn.exec.PidFile;
import norn.plan.Count;
import norn.plan.ShortText;

/** Looks through log files for lines that must not be there. */
final class LogProbe {
    private LogProbe() {}

    static ProbeResult ask(Probe.Logs probe, Instant now) {
        var since = now.minus(probe.since());
        var pidFile = probe.pidFile();
        if (pidFile != null) {
            since = new PidFile(pidFile)
                    .startedAt()
                    .map(start -> start.minusMillis(500))
                    .orElse(since);
        }
        var bad = new ArrayList<String>();
        var read = 0;
        for (var file : probe.files()) {
            try {
                var lines = LogLines.since(file, since);
                read += lines.size();
                for (var line : LogLines.matching(lines, probe.patterns(), probe.allow())) {
                    bad.add("%s: %s".formatted(file.getFileName(), line));
                }
            } catch (IOException unreadable) {
                return ProbeResult.failed("%s: cannot be read: %s".formatted(file, unreadable.getMessage()));
            }
        }
        var values = new LinkedHashMap<String, Object>();
        values.put("linesRead", read);
        values.put("errorLines", bad.size());
        if (bad.size() <= probe.allowed()) {
            return ProbeResult.passed(
                    "%s since %s, %s among them"
                            .formatted(Count.of(read, "line"), since, Count.of(bad.size(), "error")),
                    values);
        }
        var shown = String.join(" | ", bad.subList(0, Math.min(5, bad.size())));
        return new ProbeResult(
                false,
                "%s, allowed: %d: %s"
                        .formatted(Count.of(bad.size(), "error"), probe.allowed(), ShortText.of(shown, 1_500)),
                values,
                null);
    }
}
