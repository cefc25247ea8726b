package norn.action;

import java.io.UncheckedIOException;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.limit.Limits;
import norn.plan.ShortText;

/**
 * What others wrote: an answer, lines of a log, words of a database. It stays on this host, masked and bounded. Failures and
 * histories only say where it lies.
 */
public final class ForeignText {
    private ForeignText() {}

    /**
     * Saves it in the attempt's folder.
     *
     * @param name of the file, without its ending
     * @return where to read it, as a sentence for people
     */
    public static String save(Attempt attempt, String name, String text) {
        var file = attempt.evidenceFolder().resolve(RecordFolders.name(name) + ".txt");
        try {
            AtomicFiles.write(file, attempt.redact(ShortText.of(text, Limits.OUTPUT_BYTES)) + "\n");
            return "Read " + file;
        } catch (UncheckedIOException unwritable) {
            return "It could not be saved in " + file;
        }
    }
}
