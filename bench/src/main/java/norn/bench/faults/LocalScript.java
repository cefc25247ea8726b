package norn.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.worker.HostEnvironments;

/** What came of the script beside a day's evidence, which takes the environment back without a server. */
record LocalScript(int exitCode, String status, boolean isProven, String words) {
    private static final Duration TIMEOUT = Duration.ofMinutes(6);
    /** Asked whether what users wrote since go-live may be set aside, a person says so. */
    private static final String TYPED = "GO\nalice\n";

    private static final int NOT_THERE = 127;

    /** Runs it as a person does; where the day has not written it yet, nothing is run. */
    static LocalScript run(FaultStack stack, String deployment) {
        var home = stack.home();
        var records =
                new HostEnvironments(home.config()).host(FaultStack.ENVIRONMENT).records();
        var script = RecordFolders.deployment(records, deployment).resolve("rollback.sh");
        if (!Files.isExecutable(script)) {
            return new LocalScript(NOT_THERE, "", false, "not written yet");
        }
        try {
            return ended(
                    script,
                    Files.writeString(home.path().resolve("typed.txt"), TYPED),
                    home.path().resolve("rollback.json"),
                    home.path().resolve("rollback.log"));
        } catch (IOException failure) {
            throw new IllegalStateException("the script cannot be run", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private static LocalScript ended(Path script, Path typed, Path output, Path log)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        script.toString(), "--reason", "the server is gone for good", "--by", "alice", "--json")
                .redirectInput(typed.toFile())
                .redirectOutput(output.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroy();
            throw new IllegalStateException(
                    "%s did not end in %s:%n%s".formatted(script, TIMEOUT, Files.readString(log)));
        }
        var printed = Files.readString(output);
        var result = LenientJson.tree(printed.isBlank() ? "{}" : printed).path("result");
        var before = result.path("fingerprintBefore").asText();
        return new LocalScript(
                process.exitValue(),
                result.path("status").asText(),
                !before.isEmpty()
                        && before.equals(result.path("fingerprintAfter").asText()),
                String.join(" ", Witnesses.lines(log).stream().limit(2).toList()));
    }

    /** Whether it refused, since the day has changed nothing. */
    boolean foundNothing() {
        return exitCode == NOT_THERE || words.contains("nothing that");
    }

    /** Whether it brought the old release back, and proved that. */
    boolean broughtBack() {
        return exitCode == 0 && status.equals("ROLLED_BACK") && isProven;
    }

    @Override
    public String toString() {
        return foundNothing() ? "nothing was changed" : "%s, exit code %d: %s".formatted(status, exitCode, words);
    }
}
