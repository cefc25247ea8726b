package norn.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import norn.client.RequestFailed;
import norn.exec.ProcessStat;

/**
 * The folder that holds what a local run writes: {@code NORN_HOME}, by default {@code .norn} in the current folder. It may be a
 * copy of another home, with the other one's notes in it: what these name (files, processes, and through them ports and addresses)
 * counts only where {@link #owns} or {@link #ownsProcess} says that it belongs to this home.
 */
public record NornHome(Path path) {
    /** The home of this process. */
    public static NornHome ofProcess() {
        var named = System.getenv("NORN_HOME");
        return new NornHome(Path.of(named == null || named.isBlank() ? ".norn" : named)
                .toAbsolutePath()
                .normalize());
    }

    /** Whether that file or folder lies in this home, links resolved. */
    public boolean owns(Path noted) {
        return real(noted.toAbsolutePath().normalize()).startsWith(realPath());
    }

    /** Whether that process works for this home: a word of its command names a file of this home, or the home itself. */
    public boolean ownsProcess(long pid) {
        return ProcessStat.commandLine(pid).stream()
                .map(word -> word.substring(word.lastIndexOf('=') + 1))
                .anyMatch(word -> word.startsWith("/") && owns(Path.of(word)));
    }

    /** The folder, links resolved: what the processes that work for this home are known by. */
    public Path realPath() {
        return real(path);
    }

    /** The file with the links resolved in as much of its path as is there. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException missing) {
            var folder = file.getParent();
            return folder == null ? file : real(folder).resolve(file.getFileName());
        }
    }

    /** Logs of what runs in the background. */
    public Path logs() {
        return path.resolve("logs");
    }

    /** Where the workers of this home have their places among each other. */
    public Path locks() {
        return path.resolve("locks");
    }

    /** Environments and runbooks, unless {@code --config} or {@code NORN_CONFIG} names another folder. */
    public Path config() {
        return path.resolve("config");
    }

    /** Everything that belongs to the sandbox. */
    public Path sandbox() {
        return path.resolve("sandbox");
    }

    /**
     * Makes the folder, and checks with a small file that it can be written to.
     *
     * @throws RequestFailed if it cannot
     */
    public NornHome writable() {
        try {
            Files.createDirectories(logs());
            var probe = Files.createTempFile(path, "probe", null);
            Files.write(probe, new byte[64 * 1024]);
            Files.delete(probe);
            return this;
        } catch (IOException failed) {
            throw new RequestFailed(
                    RequestFailed.Kind.CONFIGURATION,
                    "%s: cannot be written to (%s)".formatted(path, FileErrorText.of(failed)),
                    "Norn writes there. Make room, fix the folder's permissions, or name another folder:"
                            + " NORN_HOME=DIR.",
                    failed);
        }
    }

    /**
     * Checks that there is room.
     *
     * @throws RequestFailed if there is less
     */
    public void requireSpace(long bytes) {
        var free = path.toFile().getUsableSpace();
        if (free < bytes) {
            throw RequestFailed.configuration(
                    "%s: %d MB are free; a rehearsal of this size needs %d MB"
                            .formatted(path, free / 1_000_000, bytes / 1_000_000),
                    "Make room, or name another folder: NORN_HOME=DIR.");
        }
    }
}
