package norn.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import norn.action.Attempt;
import norn.action.ForeignText;
import norn.probe.LogLines;

/** The last lines of a service that died: they stay on this host, and the failure says where. */
final class LastLines {
    /** So many lines are saved. */
    static final int COUNT = 15;

    private LastLines() {}

    /** Saves the last lines that were added to the log since it had so many bytes. Returns where they lie, in words that end a sentence. */
    static String save(Attempt attempt, String service, Path log, long from) {
        try {
            return save(attempt, service, LogLines.lines(log, from));
        } catch (IOException noLog) {
            return "and no log";
        } catch (UncheckedIOException unreadable) {
            return "and no log that can be read";
        }
    }

    /** Saves the last of these lines. Returns where they lie, in words that end a sentence. */
    static String save(Attempt attempt, String service, List<String> lines) {
        var last = lines.subList(Math.max(0, lines.size() - COUNT), lines.size());
        return last.isEmpty()
                ? "and nothing in its log"
                : "its last lines are saved. "
                        + ForeignText.save(attempt, service + "-last-lines", String.join("\n", last));
    }
}
