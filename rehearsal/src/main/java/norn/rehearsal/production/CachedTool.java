package norn.rehearsal.production;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.SandboxFailure;

/** Something that a package manager puts into a folder, once for all sandboxes that share the cache. */
record CachedTool(Path cache, Consumer<String> progress) {

    /** The folder of that name in the cache; where it is not there, the command makes its content in the folder it runs in. */
    Path installed(String name, List<String> command) {
        var home = cache.toAbsolutePath().resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        progress.accept("downloading %s into %s (once)".formatted(name, home));
        try {
            Files.createDirectories(cache);
            var fresh = Files.createTempDirectory(cache.toAbsolutePath(), ".download");
            try {
                Command.in(fresh).run(command);
                move(fresh, home);
            } finally {
                Directories.delete(fresh);
            }
            return home;
        } catch (IOException e) {
            throw new SandboxFailure("%s cannot be put into %s: %s".formatted(name, home, e.getMessage()), e);
        }
    }

    /** Another process may have made it meanwhile. */
    private static void move(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }
}
