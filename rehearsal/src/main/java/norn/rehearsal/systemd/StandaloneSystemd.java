package norn.rehearsal.systemd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.system.StartupWait;

/**
 * A real systemd, a user's own manager, with a journal, and nothing of a sandbox in it: for tests that need one. It has a mount
 * namespace with a {@code /run} of its own, so it also runs where systemd is not what the machine was started with, and never touches
 * the machine's own.
 */
public final class StandaloneSystemd implements AutoCloseable {
    private static final String SCRIPT = """
        mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user/0 && chmod 700 /run/user/0 || exit 1
        export XDG_RUNTIME_DIR=/run/user/0 XDG_CONFIG_HOME="$0/config" HOME="$0"
        for hierarchy in /sys/fs/cgroup/unified /sys/fs/cgroup; do
            test -e "$hierarchy/cgroup.procs" || continue
            group="$hierarchy/norn-test-$$.slice/user@0.service" # as systemd names them: the journal tells units apart by it
            mkdir -p "$group" 2>/dev/null && echo $$ > "$group/cgroup.procs" && break
        done
        /lib/systemd/systemd-journald &
        echo $! > "$0/journald.pid"
        exec /lib/systemd/systemd --user --log-target=console --unit=basic.target
        """;

    /** Where systemd may keep groups of it; the last one with the older kind of groups, beside the first. */
    private static final List<Path> HIERARCHIES =
            List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/systemd"));

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(20);

    private final Path folder;
    private final Process process;

    private StandaloneSystemd(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts one whose files are in that folder, and waits until it answers. */
    public static StandaloneSystemd start(Path folder) throws IOException {
        Files.createDirectories(units(folder));
        var words = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!isRoot()) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("sh", "-c", SCRIPT, folder.toString()));
        var log = log(folder);
        var systemd = new StandaloneSystemd(
                folder,
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        StartupWait.until(
                "systemd answers", START_TIMEOUT, systemd.process::isAlive, log, () -> systemd.run("list-units") == 0);
        return systemd;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path units(Path folder) {
        return folder.resolve("config/systemd/user");
    }

    private static Path log(Path folder) {
        return folder.resolve("systemd.log");
    }

    /** The words that run a program beside it. */
    public List<String> program(String name) {
        var words = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(process.pid()), "--mount"));
        if (!isRoot()) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        words.addAll(List.of("env", "XDG_RUNTIME_DIR=/run/user/0", name));
        return words;
    }

    /** The folder of the units that it has of its user. */
    public Path units() {
        return units(folder);
    }

    /** Writes a unit's file, and has systemd read it. */
    public void unit(String name, String text) throws IOException {
        Files.writeString(units().resolve(name), text);
        if (run("daemon-reload") != 0) {
            throw new SandboxFailure("systemd does not read " + name);
        }
    }

    /** What {@code systemctl --user} exits with. */
    public int run(String... words) {
        var all = new ArrayList<>(program("systemctl"));
        all.add("--user");
        all.addAll(List.of(words));
        return Command.in(folder).within(COMMAND_TIMEOUT).result(all).exitCode();
    }

    @Override
    public void close() throws IOException {
        var journald =
                Long.parseLong(Files.readString(folder.resolve("journald.pid")).strip());
        process.destroy();
        ProcessHandle.of(journald).ifPresent(ProcessHandle::destroy);
        StartupWait.until(
                "systemd ends",
                END_TIMEOUT,
                () -> true,
                log(folder),
                () -> !process.isAlive() && ProcessHandle.of(journald).isEmpty());
        StartupWait.until(
                "the control groups of systemd are gone",
                END_TIMEOUT,
                () -> true,
                log(folder),
                this::areControlGroupsGone);
    }

    /** A group stays while a process is in it, and a killed one takes its time. */
    private boolean areControlGroupsGone() {
        for (var hierarchy : HIERARCHIES) {
            var own = hierarchy.resolve("norn-test-" + process.pid() + ".slice");
            if (Files.isDirectory(own)) {
                try (var groups = Files.walk(own)) {
                    for (var group : groups.filter(Files::isDirectory)
                            .sorted((one, other) -> other.compareTo(one))
                            .toList()) {
                        for (var left : Files.readAllLines(group.resolve("cgroup.procs"))) {
                            ProcessHandle.of(Long.parseLong(left)).ifPresent(ProcessHandle::destroyForcibly);
                        }
                        Files.deleteIfExists(group);
                    }
                } catch (IOException | UncheckedIOException busyOrGoneMeanwhile) {
                    return false;
                }
            }
        }
        return true;
    }
}
