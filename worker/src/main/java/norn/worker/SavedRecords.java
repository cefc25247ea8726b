package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.report.Checklist;

/** What runs have saved on this host: it can be read when no server answers, and when the server has forgotten a run. */
public final class SavedRecords {
    private final Path records;

    SavedRecords(Path records) {
        this.records = records;
    }

    /** A run, as it stood when it last saved its record: what happened afterwards is not in it. */
    public record SavedRun(Checklist checklist, Path folder) {
        /** The report, as Markdown. */
        public String report() {
            return text("report.md");
        }

        /** The whole checklist by its item numbers, as Markdown. */
        public String items() {
            return text("checklist.md");
        }

        private String text(String name) {
            try {
                return Files.readString(folder.resolve(name));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read " + folder.resolve(name), unreadable);
            }
        }

        /** What the query {@code checklist} answered then. */
        public JsonNode tree() {
            return LenientJson.read(folder.resolve("report.json"), JsonNode.class)
                    .orElseThrow();
        }
    }

    /** All of them, the newest first. */
    public List<SavedRun> all() {
        var all = new ArrayList<SavedRun>();
        try (var folders = Files.newDirectoryStream(records, Files::isDirectory)) {
            folders.forEach(folder -> read(folder).ifPresent(all::add));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + records, unreadable);
        }
        all.sort(Comparator.comparing((SavedRun run) -> run.checklist().asOf()).reversed());
        return all;
    }

    /** The run of that id. */
    public Optional<SavedRun> of(String run) {
        return read(RecordFolders.deployment(records, run));
    }

    private static Optional<SavedRun> read(Path folder) {
        return LenientJson.read(folder.resolve("report.json"), Checklist.class)
                .map(checklist -> new SavedRun(checklist, folder));
    }
}
