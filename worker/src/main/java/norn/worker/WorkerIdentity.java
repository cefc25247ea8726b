package norn.worker;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import norn.exec.ProcessStat;
import org.jspecify.annotations.Nullable;

/**
 * Who a worker is, as the server records it with the worker's tasks: {@code pid@host}, and on Linux also the system and the pid
 * namespace of that pid, and when the process started. By this a later worker there knows whether that one is still alive.
 */
final class WorkerIdentity {
    private WorkerIdentity() {}

    /** This process's. */
    static String ofThisProcess() {
        var name = ManagementFactory.getRuntimeMXBean().getName();
        var place = location();
        return ProcessStat.of(ProcessHandle.current().pid())
                .filter(stat -> place != null)
                .map(stat -> "%s %s %d".formatted(name, place, stat.startedTicks()))
                .orElse(name);
    }

    /** Whether that worker was one of this system, and its process is no more; false where that cannot be known. */
    static boolean isOfDeadProcess(String identity) {
        var words = identity.split(" ", -1);
        if (words.length != 3 || !words[1].equals(location())) {
            return false;
        }
        var pid = number(words[0].split("@", -1)[0]);
        var started = number(words[2]);
        if (pid.isEmpty() || started.isEmpty()) {
            return false;
        }
        return ProcessStat.of(pid.get())
                .filter(stat -> stat.startedTicks() == started.get() && !stat.zombie())
                .isEmpty();
    }

    /** The system since its last start, and the pid namespace; null where there is no such thing. */
    private static @Nullable String location() {
        var boot = ProcessStat.bootId();
        var pids = ProcessStat.pidNamespace();
        return boot.isEmpty() || pids.isEmpty()
                ? null
                : UUID.nameUUIDFromBytes((boot.get() + pids.get()).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
