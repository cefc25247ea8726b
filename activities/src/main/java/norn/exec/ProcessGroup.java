package norn.exec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The processes of one group, known by its leader's pid and start time: pids are used again.
 *
 * @param startedTicks the leader's start, in clock ticks since the machine's
 */
public record ProcessGroup(long pid, long startedTicks) implements LivingProcesses {
    private static final Duration POLL = Duration.ofMillis(20);

    /** The group that this process leads; empty where it is gone. */
    public static Optional<ProcessGroup> of(long pid) {
        return ProcessStat.of(pid).map(stat -> new ProcessGroup(stat.pid(), stat.startedTicks()));
    }

    /** The pids of its living processes; none where the leader's pid belongs to another process by now. */
    @Override
    public List<Long> alive() {
        var leader = ProcessStat.of(pid);
        if (leader.isPresent() && leader.get().startedTicks() != startedTicks) {
            return List.of();
        }
        return ProcessStat.all().stream()
                .filter(process ->
                        process.group() == pid && !process.zombie() && process.startedTicks() >= startedTicks)
                .map(ProcessStat::pid)
                .toList();
    }

    /** Asks every process of it to end, and kills those that have not after {@code grace}. */
    public void end(Duration grace) {
        try {
            if (!terminate(grace, Poller.withoutHeartbeats(POLL), "")) {
                kill(Poller.withoutHeartbeats(POLL), "");
            }
        } catch (InterruptedException interrupted) {
            alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            Thread.currentThread().interrupt();
        }
    }
}
