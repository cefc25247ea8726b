package norn.service;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real systemd, a user's own manager, with a journal: in a mount namespace with a {@code /run} of its own, so it also runs where
 * systemd is not what the machine was started with, and never touches the machine's own.
 */
public final class UserSystemd implements AutoCloseable {
    private static final String SCRIPT = """
        mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user/0 && chmod 700 /run/user/0 || exit 1
        export XDG_RUNTIME_DIR=/run/user/0 XDG_CONFIG_HOME="$0/config" HOME="$0"
        for hierarchy in /sys/fs/cgroup/unified /sys/fs/cgroup; do
            test -e "$hierarchy/cgroup.procs" || continue
            mkdir "$hierarchy/norn-test-$$" 2>/dev/null && echo $$ > "$hierarchy/norn-test-$$/cgroup.procs" && break
        done
        /lib/systemd/systemd-journald &
        echo $! > "$0/journald.pid"
        exec /lib/systemd/systemd --user --log-target=console --unit=basic.target
        """;

    private final Path folder;
    private final Process process;

    private UserSystemd(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    public static UserSystemd start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("config/systemd/user"));
        var words = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (!isRoot()) {
            words.add("--map-root-user");
        }
        words.addAll(List.of("sh", "-c", SCRIPT, folder.toString()));
        var systemd = new UserSystemd(
                folder,
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("systemd.log").toFile())
                        .start());
        await("systemd, see " + folder.resolve("systemd.log"))
                .atMost(Duration.ofSeconds(30))
                .until(() -> systemd.run("list-units") == 0);
        return systemd;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
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

    /** Writes a unit's file, and has systemd read it. */
    public void unit(String name, String text) throws IOException {
        write(name, text);
        if (run("daemon-reload") != 0) {
            throw new IOException("systemd does not read " + name);
        }
    }

    /** Writes a unit's file; systemd has not read it then. */
    public void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("config/systemd/user").resolve(name), text);
    }

    /** What {@code systemctl --user} exits with. */
    public int run(String... words) throws IOException {
        var all = new ArrayList<>(program("systemctl"));
        all.add("--user");
        all.addAll(List.of(words));
        var systemctl = new ProcessBuilder(all)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            return systemctl.waitFor(20, TimeUnit.SECONDS) ? systemctl.exitValue() : -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        var journald =
                Long.parseLong(Files.readString(folder.resolve("journald.pid")).strip());
        process.destroy();
        ProcessHandle.of(journald).ifPresent(ProcessHandle::destroy);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !process.isAlive() && ProcessHandle.of(journald).isEmpty());
        removeControlGroups();
    }

    private void removeControlGroups() throws IOException {
        for (var hierarchy : List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"))) {
            var own = hierarchy.resolve("norn-test-" + process.pid());
            if (Files.isDirectory(own)) {
                try (var groups = Files.walk(own)) {
                    for (var group : groups.filter(Files::isDirectory)
                            .sorted((one, other) -> other.compareTo(one))
                            .toList()) {
                        Files.deleteIfExists(group);
                    }
                }
            }
        }
    }
}
