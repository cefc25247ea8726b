package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;

/** The release that lies beside the active one, and waits for its day. */
public final class PreparedRelease {
    private PreparedRelease() {}

    /** The newest one that was checked out after the active one; empty where there is none. */
    public static Optional<String> of(CodeSettings settings) {
        try (var folders = Files.list(settings.releases())) {
            var active = settings.active().toRealPath();
            var since = changed(active);
            return folders.filter(folder -> Files.isDirectory(folder)
                            && Releases.isName(String.valueOf(folder.getFileName()))
                            && !folder.toAbsolutePath().normalize().equals(active)
                            && changed(folder).compareTo(since) > 0)
                    .max(Comparator.comparing(PreparedRelease::changed))
                    .map(folder -> String.valueOf(folder.getFileName()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + settings.releases(), unreadable);
        }
    }

    private static FileTime changed(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
    }
}
