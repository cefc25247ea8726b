package norn.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.exec.ProcessGroup;
import norn.exec.ProcessStat;

/**
 * What a service's processes bear in their environment, and hand on to their children: where their pid file should be. So they are
 * found where that file is lost, and so are those that made themselves independent of the one it names.
 */
record ServiceMark(Path pidFile) {
    /** The variable's name. */
    static final String VARIABLE = "NORN_SERVICE";

    private static final String RELEASE = "NORN_SERVICE_RELEASE";

    ServiceMark {
        pidFile = pidFile.toAbsolutePath().normalize();
    }

    /** The variables for a process that is started from that release. */
    Map<String, String> variables(Path release) {
        return Map.of(VARIABLE, pidFile.toString(), RELEASE, release.toString());
    }

    /** The directory of the release that a process was started from, wherever it works now; empty where nobody noted it. */
    static Optional<Path> release(long pid) {
        return environment(pid).stream()
                .filter(line -> line.startsWith(RELEASE + "="))
                .map(line -> Path.of(line.substring(RELEASE.length() + 1)))
                .findFirst();
    }

    /** The groups of living processes that bear it, as far as this user may see them. */
    List<ProcessGroup> groups() {
        var groups = new LinkedHashMap<Long, ProcessGroup>();
        for (var process : ProcessStat.all()) {
            if (!process.zombie() && isBorneBy(process.pid())) {
                groups.merge(
                        process.group(),
                        new ProcessGroup(process.group(), process.startedTicks()),
                        (one, other) -> one.startedTicks() <= other.startedTicks() ? one : other);
            }
        }
        return new ArrayList<>(groups.values());
    }

    /** Whether that process bears it. */
    boolean isBorneBy(long pid) {
        return environment(pid).contains(VARIABLE + "=" + pidFile);
    }

    private static List<String> environment(long pid) {
        try {
            var environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException goneOrForbidden) {
            return List.of();
        }
    }
}
