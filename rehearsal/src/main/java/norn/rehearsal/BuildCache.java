package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.SystemPrograms;

/** What building a release made, cached for the next sandbox, by the release's content and the tools that built it. */
final class BuildCache {
    private static final List<String> OUTPUTS = List.of("build", "lib", "bin");

    private final Path directory;

    BuildCache(Path cache) {
        this.directory = cache.resolve("builds");
    }

    /** Builds a fresh checkout, or takes over what an earlier build of the same made. */
    void build(Path release, Command make) throws IOException {
        var cached = directory.resolve(key(release));
        if (!Files.isDirectory(cached)) {
            make.run("make", "-j2", "all");
            store(release, cached);
            return;
        }
        for (var output : OUTPUTS) {
            copy(cached.resolve(output), release.resolve(output));
        }
    }

    private static String key(Path release) {
        var content = Command.in(release).run("git", "rev-parse", "HEAD^{tree}");
        var compiler = Command.in(release).run("cc", "--version");
        return Checksums.ofText(content + compiler + SystemPrograms.jdk() + Runtime.version())
                .substring(0, 16);
    }

    private void store(Path release, Path cached) throws IOException {
        Files.createDirectories(directory);
        var fresh = Files.createTempDirectory(directory, ".new");
        for (var output : OUTPUTS) {
            copy(release.resolve(output), fresh.resolve(output));
        }
        try {
            Files.move(fresh, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Directories.delete(fresh); // another sandbox was faster
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (var files = Files.walk(source)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var copy = target.resolve(source.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
