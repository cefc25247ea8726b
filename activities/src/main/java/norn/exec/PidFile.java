package norn.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of one line, {@code <pid> <start time>}, the latter as in field 22 of {@code /proc/<pid>/stat}: pids are used again.
 */
public record PidFile(Path path) {
    /** The process that it names, where that very process is alive. */
    public Optional<ProcessGroup> process() {
        return recorded()
                .filter(group -> ProcessStat.of(group.pid())
                        .filter(stat -> stat.startedTicks() == group.startedTicks() && !stat.zombie())
                        .isPresent());
    }

    /** The group that it names, dead or alive: the leader may be gone while others of its group live on. */
    public Optional<ProcessGroup> recorded() {
        try {
            var words = Files.readString(path).strip().split("\\s+", -1);
            return words.length < 2
                    ? Optional.empty()
                    : Optional.of(new ProcessGroup(Long.parseLong(words[0]), Long.parseLong(words[1])));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** When its process was started; empty where it names no living one. One that the service writes holds the pid alone. */
    public Optional<Instant> startedAt() {
        return process()
                .map(ProcessGroup::pid)
                .or(this::pidAlone)
                .flatMap(ProcessHandle::of)
                .flatMap(handle -> handle.info().startInstant());
    }

    private Optional<Long> pidAlone() {
        try {
            var text = Files.readString(path).strip();
            return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
