package norn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Commands as a person types them, in a process of their own. */
final class CommandLauncher {
    private static final Duration TIMEOUT = Duration.ofMinutes(9);

    private CommandLauncher() {}

    /** The folder that this Norn lies in. */
    static Path root() {
        var launcher = Path.of(System.getProperty("norn.launcher", "norn")).toAbsolutePath();
        return Objects.requireNonNull(launcher.normalize().getParent());
    }

    /** What a command printed, and how long it took, in seconds. */
    record Ended(String output, double seconds) {}

    /**
     * Runs it to its end, which must be a good one. Its errors go to a file in {@code folder}.
     *
     * @param environment variables to set; blank: to take away
     */
    static Ended run(Path folder, Path directory, Map<String, String> environment, List<String> words) {
        var errors = folder.resolve("errors.log");
        var output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isBlank);
        var begin = System.nanoTime();
        try {
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new IllegalStateException("%s takes longer than %s".formatted(words, TIMEOUT));
            }
            var seconds = (System.nanoTime() - begin) / 1e9;
            if (process.exitValue() != 0) {
                throw new IllegalStateException("%s exited with %d:%n%s%n%s"
                        .formatted(words, process.exitValue(), Files.readString(output), tail(errors)));
            }
            return new Ended(Files.readString(output), seconds);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private static String tail(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            var all = lines.toList();
            return String.join(System.lineSeparator(), all.subList(Math.max(0, all.size() - 20), all.size()));
        }
    }
}
