package norn.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** From {@code git clone} to the end of the first rehearsal, with the libraries in Maven's and pip's caches. */
final class FreshClone implements Measurement {
    private static Path clone(Path folder) {
        return folder.resolve("norn");
    }

    /** The clone's own home in a measurement's folder. */
    static Path home(Path folder) {
        return clone(folder).resolve(".norn");
    }

    @Override
    public List<Figure> measure(Path home, Consumer<String> progress) {
        progress.accept("git clone");
        var clone = clone(home);
        var cloned = CommandLauncher.run(
                home,
                home,
                Map.of(),
                List.of("git", "clone", "-q", CommandLauncher.root().toString(), clone.toString()));
        progress.accept("./norn rehearse --yes");
        var environment = Map.of("NORN_HOME", "", "NORN_TOOLS", "");
        var rehearsed = CommandLauncher.run(
                home, clone, environment, List.of(clone.resolve("norn").toString(), "rehearse", "--yes"));
        return List.of(Figure.atMost(
                180,
                "git clone to the end of the first rehearsal",
                cloned.seconds() + rehearsed.seconds(),
                "s",
                "once; with build and Temporal CLI, from warm package caches"));
    }
}
