package norn.cli.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import norn.report.Checklist;
import org.jspecify.annotations.Nullable;

/** Durations as text, and how long steps took and were planned to take. */
public final class DurationText {
    private DurationText() {}

    /** Such as {@code 0:07}, {@code 12:34}, {@code 26:00:05}. */
    public static String clock(Duration length) {
        var seconds = Math.max(0, length.toSeconds());
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Such as {@code 0.3 s}, {@code 14 s}, {@code 2 min 5 s}. */
    public static String inWords(Duration length) {
        var millis = Math.max(0, length.toMillis());
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        var seconds = Math.round(millis / 1000.0);
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** How long the lines have taken until {@code now}, which is null where no more of them is done. */
    static Optional<Duration> taken(List<Checklist.Line> lines, @Nullable Instant now) {
        var start = earliest(lines.stream().map(Checklist.Line::startedAt).toList());
        if (start == null) {
            return Optional.empty();
        }
        var running = now != null && lines.stream().anyMatch(line -> !isOver(line));
        var end = latest(lines.stream().map(Checklist.Line::endedAt).toList());
        var until = running || end == null ? now : end;
        return until == null ? Optional.empty() : Optional.of(Duration.between(start, until));
    }

    /** How long the lines were planned to take, from the first planned time to the last. */
    static Optional<Duration> planned(List<Checklist.Line> lines) {
        var times = lines.stream().map(Checklist.Line::plannedAt).toList();
        var first = earliest(times);
        var last = latest(times);
        return first == null || last == null || first.equals(last)
                ? Optional.empty()
                : Optional.of(Duration.between(first, last));
    }

    static boolean isOver(Checklist.Line line) {
        return switch (line.state()) {
            case DONE, SKIPPED, FAILED, NOT_NEEDED -> true;
            case PENDING, WAITING, RUNNING -> false;
        };
    }

    private static @Nullable Instant earliest(List<@Nullable Instant> times) {
        return times.stream()
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant latest(List<@Nullable Instant> times) {
        return times.stream()
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
