package norn.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The releases that a repository has, asked before a deployment begins, when there is no step yet that could fail. */
public final class KnownReleases {
    private static final int TIMEOUT_SECONDS = 10;

    private KnownReleases() {}

    /** The tags; empty where the repository does not answer: that is told by the step that fetches. */
    public static Optional<Set<String>> of(CodeSettings settings) {
        Path output = null;
        try {
            output = Files.createTempFile("norn-tags", ".txt"); // a pipe that nobody reads would hold git up
            return tags(settings, output);
        } catch (IOException unanswered) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }

    private static Optional<Set<String>> tags(CodeSettings settings, Path output)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(settings.git());
        command.addAll(List.of("ls-remote", "--tags", "--", settings.repository()));
        var builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Repository.QUIET);
        var git = builder.start();
        git.getOutputStream().close();
        if (!git.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            git.destroyForcibly();
            return Optional.empty();
        }
        if (git.exitValue() != 0) {
            return Optional.empty();
        }
        return Optional.of(Repository.tags(Files.readString(output, StandardCharsets.UTF_8))
                .keySet());
    }
}
