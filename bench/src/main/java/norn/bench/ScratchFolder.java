package norn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import norn.local.NornHome;
import norn.local.rehearsal.Rehearsal;

/** A folder for one measurement, of which nothing is left: no process that has its home in it, and no file; not after Ctrl-C either. */
public final class ScratchFolder implements AutoCloseable {
    private final Path folder;
    private final Thread atExit = new Thread(this::cleanUp, "leave nothing");

    /** A new one. */
    public ScratchFolder() throws IOException {
        folder = Files.createTempDirectory("norn-bench");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The homes that measurements make in their folder. */
    private List<Path> homes() {
        return List.of(folder, WholeRehearsal.home(folder), FreshClone.home(folder));
    }

    private void cleanUp() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        for (var home : homes()) {
            if (Files.isDirectory(home)) {
                Rehearsal.stopAll(new NornHome(home));
            }
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(ScratchFolder::delete);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            return; // the hook is at it
        }
        cleanUp();
    }
}
