package norn.bench.injection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import norn.files.FileTrees;

/** The data file of a home's Temporal server, with what the database has beside it. The server is down whenever it is moved. */
public record ServerData(Path folder, Path aside) {
    private static final String FILE = "temporal.db";

    /** That of the server in that folder; while it is gone, it lies where no server looks. */
    public static ServerData of(Path folder) {
        return new ServerData(folder, FileTrees.createFolder(folder.resolveSibling("gone-server")));
    }

    /** A server that starts now knows nothing. */
    public void moveAway() {
        move(folder, aside);
    }

    /** In place of what a server has written since. */
    public void putBack() {
        files(folder).forEach(FileTrees::delete);
        move(aside, folder);
    }

    private static void move(Path from, Path to) {
        var files = files(from);
        if (files.isEmpty()) {
            throw new IllegalStateException(from + ": no data of a server");
        }
        for (var file : files) {
            try {
                Files.move(file, to.resolve(file.getFileName()));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(FILE))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
