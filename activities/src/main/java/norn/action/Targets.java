package norn.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import norn.files.AtomicFiles;

/** What there is to go back to: the last D-Day's record, and those of earlier ones. */
public final class Targets {
    private final Path records;

    /** Those recorded in that folder. */
    public Targets(Path records) {
        this.records = records;
    }

    /**
     * The one to go back to.
     *
     * @param to the release that an order names; empty: what the last D-Day recorded
     * @throws ActionFailed {@code NoRollbackTarget} where there is none
     */
    public Target choose(Optional<String> to) {
        var last = Target.read(records);
        if (to.isEmpty()) {
            return last.orElseThrow(() -> missing("no deployment has recorded on this host what to go back to"));
        }
        if (last.isPresent() && to.get().equals(last.get().release())) {
            return last.get();
        }
        var all = all();
        return all.stream()
                .filter(target -> to.get().equals(target.release()))
                .max(Comparator.comparing(Target::recordedAt))
                .orElseThrow(() -> missing("release %s: no deployment recorded it as what to go back to. Known: %s"
                        .formatted(
                                to.get(),
                                all.stream()
                                        .map(target -> String.valueOf(target.release()))
                                        .distinct()
                                        .toList())));
    }

    /** Deletes them all, where the environment that they describe is gone. */
    public void deleteAll() {
        AtomicFiles.delete(Target.file(records));
        folders().forEach(folder -> AtomicFiles.delete(Target.file(folder)));
    }

    private List<Target> all() {
        return folders().stream()
                .flatMap(folder -> Target.read(folder).stream())
                .toList();
    }

    /** The folders of the deployments. */
    private List<Path> folders() {
        if (!Files.isDirectory(records)) {
            return List.of();
        }
        var folders = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(records, folder -> Files.isDirectory(folder))) {
            found.forEach(folders::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + records, unreadable);
        }
        return folders;
    }

    private static ActionFailed missing(String message) {
        return new ActionFailed(
                "NoRollbackTarget",
                message,
                "Nothing was changed by Norn here, or its records are lost: restore manually, following the report.",
                false);
    }
}
