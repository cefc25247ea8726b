package norn.rehearsal.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A process that lives on when its starter dies, known by pid and start time (pids are used again). Its pid file holds
 * one line: {@code <pid> <start time>}, the latter as in field 22 of {@code /proc/<pid>/stat}.
 */
public record RunningProcess(long pid, long startTime) {

    /** Starts it in a session of its own; the output is appended to {@code log}. */
    public static RunningProcess start(
            List<String> command, Map<String, String> environment, Path directory, Path log, Path pidFile) {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        try {
            var builder = new ProcessBuilder(detached)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            var pid = builder.start().pid();
            var process = new RunningProcess(pid, stat(pid).map(Stat::startTime).orElse(0L));
            var temporary = pidFile.resolveSibling(pidFile.getFileName() + ".new");
            Files.writeString(temporary, "%d %d%n".formatted(process.pid, process.startTime));
            Files.move(temporary, pidFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return process;
        } catch (IOException e) {
            throw new SandboxFailure(
                    "`%s` cannot be started in %s: %s".formatted(command.get(0), directory, e.getMessage()), e);
        }
    }

    /** The process that a pid file names, where it is alive. */
    public static Optional<RunningProcess> of(Path pidFile) {
        try {
            var words = Files.readString(pidFile).strip().split(" ", -1);
            var process = new RunningProcess(Long.parseLong(words[0]), Long.parseLong(words[1]));
            return process.isAlive() ? Optional.of(process) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new SandboxFailure("%s should hold \"<pid> <start time>\": %s".formatted(pidFile, e), e);
        }
    }

    /**
     * Those that work in that directory, or below it, and are this user's; neither the one that asks, nor who started it, nor what
     * runs in somebody's terminal, such as a shell there.
     */
    static List<RunningProcess> within(Path directory) {
        return within(directory, at -> true);
    }

    /** The same without those that work in the directory itself. Where it was deleted, they work where nothing is any more. */
    static List<RunningProcess> below(Path directory) {
        return within(directory, at -> !at.toString().isEmpty());
    }

    private static List<RunningProcess> within(Path directory, Predicate<Path> more) {
        try {
            var real = directory.toRealPath();
            var asking = asking();
            return ProcessHandle.allProcesses()
                    .map(ProcessHandle::pid)
                    .filter(pid -> !asking.contains(pid))
                    .filter(pid -> workingDirectory(pid)
                            .filter(at -> at.startsWith(real) && more.test(real.relativize(at)))
                            .isPresent())
                    .flatMap(pid -> stat(pid).stream()
                            .filter(found -> !found.inTerminal)
                            .map(found -> new RunningProcess(pid, found.startTime)))
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static List<Long> asking() {
        var pids = new ArrayList<Long>();
        for (var at = Optional.of(ProcessHandle.current());
                at.isPresent();
                at = at.get().parent()) {
            pids.add(at.get().pid());
        }
        return pids;
    }

    private static Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "cwd")));
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        return stat(pid)
                .filter(stat -> stat.startTime == startTime && !stat.zombie)
                .isPresent();
    }

    /** Sends a signal, where the process is still the one that was started. */
    void signal(String name) {
        if (isAlive()) {
            try {
                new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new SandboxFailure("process %d cannot be signalled: %s".formatted(pid, e.getMessage()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Stat(boolean zombie, boolean inTerminal, long startTime) {}

    private static Optional<Stat> stat(long pid) {
        try {
            var line = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            var fields =
                    line.substring(line.lastIndexOf(')') + 2).split(" ", -1); // field 3 is the first after the name
            return Optional.of(new Stat(
                    fields[0].equals("Z") || fields[0].equals("X"),
                    !fields[4].equals("0"),
                    Long.parseLong(fields[19])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
