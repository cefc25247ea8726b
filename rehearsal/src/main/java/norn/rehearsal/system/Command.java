package norn.rehearsal.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public record Command(Path directory, Map<String, String> environment, Duration limit) {

    public static Command in(Path directory) {
        return new Command(directory, Map.of(), Duration.ofMinutes(5));
    }

    public Command with(Map<String, String> variables) {
        return new Command(directory, variables, limit);
    }

    /** With that as the most time that it may take. */
    public Command within(Duration other) {
        return new Command(directory, environment, other);
    }

    public String run(String... command) {
        return run(List.of(command));
    }

    /**
     * What it wrote.
     *
     * @throws SandboxFailure if it cannot be run, takes too long, or ends with another exit code than 0
     */
    public String run(List<String> command) {
        var result = result(command);
        if (result.exitCode() != 0) {
            throw new SandboxFailure("`%s` in %s failed with exit code %d:%n%s"
                    .formatted(String.join(" ", command), directory, result.exitCode(), lastLines(result.output())));
        }
        return result.output();
    }

    /** How a program ended, and what it wrote. */
    public record Result(int exitCode, String output) {}

    /**
     * How it ended, with whatever exit code.
     *
     * @throws SandboxFailure if it cannot be run, or takes too long
     */
    public Result result(List<String> command) {
        var name = command.get(0);
        try {
            var output = Files.createTempFile("norn-", ".out"); // a pipe would be held open by children that live on
            try {
                return new Result(run(command, output), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new SandboxFailure("`%s` cannot be run in %s: %s".formatted(name, directory, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxFailure("interrupted while `%s` ran".formatted(name), e);
        }
    }

    private int run(List<String> command, Path output) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new SandboxFailure("`%s` in %s is not done after %d s"
                        .formatted(String.join(" ", command), directory, limit.toSeconds()));
            }
            return process.exitValue();
        } finally {
            if (process.isAlive()) {
                end(process);
            }
        }
    }

    /** Also for a thread that is interrupted, which stays so. */
    private static void end(Process process) throws InterruptedException {
        var interrupted = Thread.interrupted();
        ProcessTree.end(process);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static String lastLines(String output) {
        var lines = output.strip().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
