package norn.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import norn.action.ActionHarness;
import norn.code.CodeSettings;

/** Two releases, the newer one active, for services of any manager. */
record InstallationFixture(Path root) {
    static InstallationFixture in(Path root) throws IOException {
        for (var release : List.of("v0.9.0", "v1.0.0")) {
            Files.createDirectories(root.resolve("releases").resolve(release).resolve("game"));
        }
        Files.createSymbolicLink(root.resolve("active"), Path.of("releases/v1.0.0"));
        return new InstallationFixture(root);
    }

    Path game(String release) {
        return root.resolve("releases").resolve(release).resolve("game");
    }

    ActionHarness harness(String name, ServiceManager manager) {
        return harness(Map.of(name, manager));
    }

    ActionHarness harness(Map<String, ServiceManager> managers) {
        return new ActionHarness(
                root.resolve("records"),
                new CodeSettings(
                        "/nowhere",
                        root.resolve("releases"),
                        root.resolve("active"),
                        List.of("git"),
                        5,
                        List.of(),
                        Map.of()),
                new ServiceSettings(managers));
    }
}
