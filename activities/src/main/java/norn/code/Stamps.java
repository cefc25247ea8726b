package norn.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import norn.files.LenientJson;

/** What Norn records in a release's directory, under {@code .norn}: what it was checked out from, and what was built. */
final class Stamps {
    /** The folder in a release's directory. */
    static final String FOLDER = ".norn";

    private Stamps() {}

    /** Checked out completely, shared files included. */
    record CheckedOut(String release, String commit, Map<String, String> shared) {}

    /**
     * Built completely.
     *
     * @param inputs one hash of commit, shared files and commands
     * @param outputs hash by path
     */
    record Built(String component, String inputs, Map<String, String> outputs) {}

    static Optional<CheckedOut> checkedOut(Path release) {
        return LenientJson.read(release.resolve(FOLDER).resolve("checked-out.json"), CheckedOut.class);
    }

    /** When it was checked out. */
    static Instant checkedOutAt(Path release) throws IOException {
        return Files.getLastModifiedTime(release.resolve(FOLDER).resolve("checked-out.json"))
                .toInstant();
    }

    static void write(Path release, CheckedOut stamp) {
        LenientJson.write(Releases.folder(release, FOLDER).resolve("checked-out.json"), stamp);
    }

    static Optional<Built> built(Path release, String component) {
        return LenientJson.read(built(release).resolve(component + ".json"), Built.class);
    }

    static void write(Path release, Built stamp) {
        LenientJson.write(built(release).resolve(stamp.component() + ".json"), stamp);
    }

    /** The file whose time of change is the build's start. */
    static Path started(Path release, String component) {
        return built(release).resolve(component + ".started");
    }

    private static Path built(Path release) {
        return Releases.folder(release, FOLDER + "/built");
    }
}
