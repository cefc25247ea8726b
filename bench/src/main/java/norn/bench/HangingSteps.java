package norn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An environment with a runbook whose steps ask by a real command. The command notes when it begins; the first time it hangs, the
 * second time it is well.
 */
final class HangingSteps {
    /** The environment's name, and the runbook's. */
    static final String NAME = "hanging";

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final String COMMAND = """
            #!/bin/sh
            date +%s%N >>"$1"
            [ "$(wc -l <"$1")" -gt 1 ] && exit 0
            echo $$ >>"$1.hangs"
            exec sleep 300
            """;

    private final Path home;
    private final int steps;
    private final String heartbeat;

    /** So many steps, whose worker is missed after {@code heartbeat}. */
    HangingSteps(Path home, int steps, String heartbeat) {
        this.home = home;
        this.steps = steps;
        this.heartbeat = heartbeat;
    }

    /** Writes the configuration folder, and returns it. */
    Path write() throws IOException {
        var config = home.resolve("config");
        Files.writeString(command(), COMMAND);
        Files.createDirectories(config.resolve("environments"));
        Files.createDirectories(config.resolve("runbooks"));
        Files.writeString(config.resolve("environments").resolve(NAME + ".yaml"), environment());
        Files.writeString(config.resolve("runbooks").resolve(NAME + ".yaml"), runbook());
        return config;
    }

    private Path command() {
        return home.resolve("hang.sh");
    }

    private String environment() {
        return """
                environment: %s
                runbook: %s
                policy: {zone: UTC, pace: asap, anyone: true, people: {operator: [bob]}}
                host:
                  records: %s
                  probes:
                    timeout: 5m
                    named:
                %s
                """.formatted(
                NAME,
                NAME,
                home.resolve("records"),
                lines("      step-%d: {kind: command, command: [sh, " + command() + ", " + home + "/step-%<d]}"));
    }

    private String runbook() {
        return """
                runbook: %s
                title: Steps that hang once
                phases:
                  pre-deployment:
                    title: Steps that hang once
                    sections:
                      - id: all
                        title: One after the other
                        steps:
                %s
                """.formatted(
                        NAME,
                        lines("          - {id: step-%d, title: Step %<d, do: {probe: {probe: step-%<d}}, heartbeat: "
                                + heartbeat + "}"));
    }

    private String lines(String line) {
        return IntStream.rangeClosed(1, steps).mapToObj(line::formatted).collect(Collectors.joining("\n"));
    }

    /** When that step's command began for the n-th time; waits for it. */
    Instant startOf(int step, int time) {
        var deadline = Instant.now().plus(TIMEOUT);
        while (Instant.now().isBefore(deadline)) {
            var starts = lines(home.resolve("step-" + step));
            if (starts.size() >= time) {
                var nanos = Long.parseLong(starts.get(time - 1));
                return Instant.ofEpochSecond(0, nanos);
            }
            Sleep.of(POLL);
        }
        throw new IllegalStateException("step-%d never began for the time %d".formatted(step, time));
    }

    /** Ends what still hangs. */
    void end() {
        for (var i = 1; i <= steps; i++) {
            for (var process : lines(home.resolve("step-%d.hangs".formatted(i)))) {
                ProcessHandle.of(Long.parseLong(process))
                        .filter(handle -> handle.info().command().orElse("").endsWith("sleep"))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** The whole lines of a file; none where there is no such file. */
    private static List<String> lines(Path file) {
        try {
            var text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
