package norn.action.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.limit.Limits;
import norn.plan.Order;
import norn.plan.ShortText;

/**
 * What actions did on this host for one deployment, line by line as they begin and end: {@code actions.jsonl} of its records. A run that
 * was ended from outside answers no more, and its saved record stops at the end of a phase: then this says what was done since.
 * It records, and is nobody's condition: where it cannot be written (a full disk), the actions go on.
 */
public final class ActionLog {
    private static final String FILE = "actions.jsonl";

    private final Path file;

    private ActionLog(Path records, String deployment) {
        file = RecordFolders.deployment(records, deployment).resolve(FILE);
    }

    /** What an action did at that moment. */
    public enum What {
        BEGUN,
        DONE,
        FAILED,
        /** It was asked to end before it was done. */
        STOPPED
    }

    /**
     * A line.
     *
     * @param changes the action changes the environment
     * @param summary one line for people, without secrets; empty where it began
     */
    public record Entry(
            Instant at,
            String step,
            String action,
            int attempt,
            int tryNumber,
            boolean changes,
            What what,
            String summary) {}

    static ActionLog of(Path records, Order order) {
        return new ActionLog(records, order.deployment());
    }

    /** A line break on both sides: one that was cut off by a full disk or a killed process damages no other. */
    void add(Entry entry) {
        var shown = new Entry(
                entry.at(),
                entry.step(),
                entry.action(),
                entry.attempt(),
                entry.tryNumber(),
                entry.changes(),
                entry.what(),
                ShortText.line(entry.summary(), Limits.SUMMARY_CHARACTERS));
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file) || Files.size(file) < Limits.ACTION_LOG_BYTES) {
                Files.write(
                        file,
                        ("\n" + LenientJson.line(shown) + "\n").getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException noDisk) {
            return;
        }
    }

    /** What the deployment's actions did on this host, in the order in which they wrote it; lines that are damaged are passed over. */
    public static List<Entry> read(Path records, String deployment) {
        var file = new ActionLog(records, deployment).file;
        var entries = new ArrayList<Entry>();
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.filter(line -> !line.isBlank()).forEach(line -> {
                try {
                    entries.add(LenientJson.parse(utf8(line), Entry.class));
                } catch (JsonProcessingException cutOff) {
                    return;
                }
            });
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
        return entries;
    }

    /** Lines are read byte by byte, so that a character cut in half stops nothing. */
    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
