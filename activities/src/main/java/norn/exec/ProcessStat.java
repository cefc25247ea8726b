package norn.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process as {@code /proc} describes it.
 *
 * @param group the pid of its group's leader
 * @param startedTicks when it was started, in clock ticks since the machine's start: with the pid, it identifies the process
 */
public record ProcessStat(long pid, boolean zombie, long group, long startedTicks) {
    private static final Path PROC = Path.of("/proc");

    /** The process of that pid; empty where it is gone. */
    public static Optional<ProcessStat> of(long pid) {
        try {
            return parse(Files.readString(folder(pid).resolve("stat")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Every process of this machine. */
    public static List<ProcessStat> all() {
        var all = new ArrayList<ProcessStat>();
        for (var pid : pids()) {
            of(pid).ifPresent(all::add);
        }
        return all;
    }

    /** The pids of all processes. */
    public static List<Long> pids() {
        var pids = new ArrayList<Long>();
        try (var folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            folders.forEach(
                    folder -> pids.add(Long.parseLong(folder.getFileName().toString())));
        } catch (IOException | DirectoryIteratorException noProc) {
            return pids;
        }
        return pids;
    }

    /** The process's command, word by word; empty where it is gone, or the system does not say. */
    public static List<String> commandLine(long pid) {
        try {
            var words = new String(Files.readAllBytes(folder(pid).resolve("cmdline")), StandardCharsets.UTF_8);
            return List.of(words.split("\0", -1));
        } catch (IOException noProc) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().arguments())
                    .map(List::of)
                    .orElse(List.of());
        }
    }

    /** The folder that the process works in, links resolved; empty where it is gone, or another user's. */
    public static Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(folder(pid).resolve("cwd")));
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }

    /** The program that the process runs, links resolved; empty where it is gone, another user's, or the kernel's own. */
    public static Optional<Path> program(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(folder(pid).resolve("exe")));
        } catch (IOException goneOrForbidden) {
            return Optional.empty();
        }
    }

    /** The paths of the control groups that the process is in; none where it is gone. */
    public static List<String> controlGroups(long pid) {
        try {
            return Files.readAllLines(folder(pid).resolve("cgroup")).stream()
                    .map(line -> line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1))
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** The targets of the process's open file descriptors; none where it is gone, or another user's. */
    public static List<String> openFiles(long pid) {
        var files = new ArrayList<String>();
        try (var descriptors = Files.newDirectoryStream(folder(pid).resolve("fd"))) {
            for (var descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)) {
                    files.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        } catch (IOException | DirectoryIteratorException goneOrForbidden) {
            return files;
        }
        return files;
    }

    /** What identifies the machine's last start; empty where the system has no such thing. */
    public static Optional<String> bootId() {
        try {
            return Optional.of(
                    Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** What identifies the pid namespace of this process; empty where the system has no such thing. */
    public static Optional<String> pidNamespace() {
        try {
            return Optional.of(
                    Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString());
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    private static Path folder(long pid) {
        return PROC.resolve(Long.toString(pid));
    }

    /** Reads a line of {@code /proc/<pid>/stat}. */
    static Optional<ProcessStat> parse(String line) {
        var close = line.lastIndexOf(')'); // a name may hold anything, also ") "
        if (close < 0) {
            return Optional.empty();
        }
        var fields = line.substring(close + 1).strip().split(" ", -1);
        if (fields.length < 20) {
            return Optional.empty();
        }
        return Optional.of(new ProcessStat(
                Long.parseLong(line.substring(0, line.indexOf(' '))),
                fields[0].equals("Z") || fields[0].equals("X"),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[19])));
    }
}
