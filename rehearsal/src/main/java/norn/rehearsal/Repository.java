package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import norn.rehearsal.system.Checksums;
import norn.rehearsal.system.GitSource;

/**
 * The git repository with both releases: the new one is a patch of the old one, and new files. It holds the defect that the
 * rehearsal asks for.
 */
final class Repository {
    static final String OLD = "v0.9.0";
    static final String NEW = "v1.0.0";

    private final Path bare;

    private Repository(Path bare) {
        this.bare = bare;
    }

    /** Makes the bare repository; {@code driver} is the library that both releases ask for. */
    static Repository create(Path bare, Path driver, SandboxOptions options) throws IOException {
        var source = GitSource.create(Objects.requireNonNull(bare.getParent()));
        source.overlay("repository/" + OLD + "/RELEASE");
        Files.writeString(
                source.directory().resolve("requirements.txt"),
                "%s  %s%n".formatted(Checksums.sha256(driver), driver.getFileName()));
        if (options.like() == SandboxKind.PRODUCTION) {
            source.overlay("production/" + OLD + "/ecosystem.config.js");
            source.ignore("/ai-service/venv/", "/dashboard/build/", "__pycache__/");
        }
        source.release(OLD, "The old release", "athena-start");

        source.patch("repository/" + NEW + ".patch");
        source.overlay("repository/" + NEW + "/RELEASE");
        if (options.like() == SandboxKind.PRODUCTION) {
            source.overlay("production/" + NEW + "/CHANGES.md");
        }
        var defect = options.fault().edit();
        if (defect.isPresent()) {
            var edit = defect.get();
            source.replace(edit.file(), edit.good(), edit.bad());
        }
        source.release(NEW, "Zones, problems, factions", "athena-start");

        source.publish(bare);
        return new Repository(bare);
    }

    /** A fresh directory with the files of one release. */
    void checkOut(String release, Path directory) {
        GitSource.checkOut(bare, release, directory);
    }
}
