package aiworld.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The release that this process was started from: its file RELEASE, and the directory it works in. */
public record Release(String name, Path directory) {

    public static Release here() {
        try {
            Path directory = Path.of("").toRealPath();
            return new Release(Files.readString(directory.resolve("RELEASE")).strip(), directory);
        } catch (IOException e) {
            throw new Refusal("not a release's directory: " + Path.of("").toAbsolutePath(), e);
        }
    }
}
