package norn.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folders that can be written although the volume of the records is full, or gone: pages, maintenance mode and a rollback's first
 * steps must not fail for want of a record. What is written in memory instead is lost when the machine stops.
 */
public final class Scratch {
    private static final long ENOUGH_BYTES = 1 << 20;
    private static final List<Path> ELSEWHERE =
            List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")));

    private Scratch() {}

    /** That folder, created where it does not exist; where it cannot be written, one that stands for it. */
    public static Path folder(Path wanted) {
        if (hasRoom(wanted)) {
            return wanted;
        }
        return standIn(wanted).orElse(wanted);
    }

    /** The folder that stands for that one where it cannot be written, created where it does not exist; empty: there is none. */
    public static Optional<Path> standIn(Path wanted) {
        return elsewhere(wanted).filter(Scratch::hasRoom);
    }

    /** That folder and the one that stands for it, as far as they exist. */
    public static List<Path> existing(Path wanted) {
        var existing = new ArrayList<Path>();
        if (Files.isDirectory(wanted)) {
            existing.add(wanted);
        }
        elsewhere(wanted).filter(Files::isDirectory).ifPresent(existing::add);
        return existing;
    }

    private static boolean hasRoom(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder)) // neither where its volume can only be read
                    && Files.getFileStore(folder).getUsableSpace() >= ENOUGH_BYTES;
        } catch (IOException unusable) {
            return false;
        }
    }

    /** The same folder each time, so that a later try finds what an earlier one left. */
    private static Optional<Path> elsewhere(Path wanted) {
        var name = "norn-%s-%s"
                .formatted(
                        System.getProperty("user.name"),
                        Sha256.of(wanted.toAbsolutePath().toString()).substring(0, 16));
        return ELSEWHERE.stream()
                .filter(Files::isWritable)
                .map(root -> root.resolve(name))
                .findFirst();
    }
}
