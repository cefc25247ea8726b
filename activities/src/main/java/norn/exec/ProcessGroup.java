package norn.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;

/**
 * The processes of one group, known by its leader's pid and start time: pids are used again.
 *
 * @param startedTicks the leader's start, in clock ticks since the machine's
 */
public record ProcessGroup(long pid, long startedTicks) {
    private static final Path PROC = Path.of("/proc");

    /** The group that this process leads; empty where it is gone. */
    public static Optional<ProcessGroup> of(long pid) {
        return Stat.of(pid).map(stat -> new ProcessGroup(stat.pid(), stat.startedTicks()));
    }

    /** The group noted in that file, as {@code /proc/<pid>/stat} had it; empty where there is no readable note. */
    public static Optional<ProcessGroup> recorded(Path note) {
        try {
            return Stat.parse(Files.readString(note)).map(stat -> new ProcessGroup(stat.pid(), stat.startedTicks()));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** The pids of its living processes; none where the leader's pid belongs to somebody else by now. */
    public List<Long> alive() {
        var leader = Stat.of(pid);
        if (leader.isPresent() && leader.get().startedTicks() != startedTicks) {
            return List.of();
        }
        var alive = new ArrayList<Long>();
        try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var folder : all) {
                Stat.of(Long.parseLong(folder.getFileName().toString()))
                        .filter(stat -> stat.group() == pid && !stat.zombie() && stat.startedTicks() >= startedTicks)
                        .ifPresent(stat -> alive.add(stat.pid()));
            }
        } catch (IOException noProc) {
            return alive;
        }
        return alive;
    }

    /** Asks every process of it to end, and after {@code grace} makes them. Returns once none is alive. */
    public void end(Duration grace) {
        if (alive().isEmpty()) {
            return;
        }
        signal("TERM");
        if (hasEndedWithin(grace)) {
            return;
        }
        signal("KILL");
        hasEndedWithin(Duration.ofSeconds(10));
    }

    private boolean hasEndedWithin(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        while (!alive().isEmpty()) {
            if (System.nanoTime() > until) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, "--", "-" + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException failure) {
            throw new ActionFailed(
                    "CannotSignal",
                    "kill cannot be started: " + failure.getMessage(),
                    "Install procps or util-linux.",
                    true,
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One process as {@code /proc/<pid>/stat} tells it. */
    public record Stat(long pid, boolean zombie, long group, long startedTicks) {
        /** The process of that pid. */
        public static Optional<Stat> of(long pid) {
            try {
                return parse(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat")));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }

        static Optional<Stat> parse(String line) {
            var close = line.lastIndexOf(')'); // a name may hold anything, also ") "
            if (close < 0) {
                return Optional.empty();
            }
            var fields = line.substring(close + 1).strip().split(" ", -1);
            if (fields.length < 20) {
                return Optional.empty();
            }
            return Optional.of(new Stat(
                    Long.parseLong(line.substring(0, line.indexOf(' '))),
                    fields[0].equals("Z") || fields[0].equals("X"),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[19])));
        }
    }
}
