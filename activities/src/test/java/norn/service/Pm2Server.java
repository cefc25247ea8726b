package norn.service;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import norn.rehearsal.production.NodePrograms;

/** A real pm2 with a daemon of its own: from the npm registry, of one version, and cached with what the build makes. */
final class Pm2Server implements AutoCloseable {
    private static final Path TOOLS = Path.of("target/test-tools").toAbsolutePath();

    private final Path home;
    private final List<String> words;

    private Pm2Server(Path home, List<String> words) {
        this.home = home;
        this.words = words;
    }

    static Pm2Server start(Path home) throws IOException {
        var node = NodePrograms.find(TOOLS, line -> {});
        return new Pm2Server(Files.createDirectories(home), node.pm2(home));
    }

    /** The words that run it. */
    List<String> words() {
        return words;
    }

    /** Has it do that. */
    void run(String... words) throws IOException, InterruptedException {
        var all = new ArrayList<>(words());
        all.addAll(List.of(words));
        var process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(home.resolve("test.log").toFile()))
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("pm2 %s, see %s".formatted(String.join(" ", words), home.resolve("test.log")));
        }
    }

    /** Ends its daemon, and every app with it. */
    @Override
    public void close() throws IOException {
        try {
            run("kill");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
