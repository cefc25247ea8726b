package norn.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.List;
import norn.plan.Plan;
import norn.state.Event;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * What people want to know of a running deployment before anything else: whether users are out, and whether it is paused.
 *
 * @param usersOutSince since when users are out; null: they are in, as far as the deployment knows
 * @param downtimeSeconds how long they were out until now, all times together; null: they never were
 * @param paused null: it is not
 * @param watched from what times count in a run that only watches; null: it has a day of its own
 */
public record Situation(
        @Nullable Instant usersOutSince,
        @Nullable Long downtimeSeconds,
        @Nullable CurrentPause paused,
        @Nullable String watched) {
    @JsonCreator
    public Situation {}

    /** That of a run that changes the environment itself, or watches nothing. */
    public Situation(@Nullable Instant usersOutSince, @Nullable Long downtimeSeconds, @Nullable CurrentPause paused) {
        this(usersOutSince, downtimeSeconds, paused, null);
    }

    /**
     * A pause that a person ordered.
     *
     * @param note why; null where they did not say
     */
    public record CurrentPause(
            String by, Instant since, @Nullable String note) {}

    /** That of a run that has not begun. */
    public static Situation none() {
        return new Situation(null, null, null);
    }

    /** What the journals come to at that time. */
    public static Situation of(Plan plan, List<Journal> journals, Instant asOf) {
        var downtimes = Downtime.of(plan, journals);
        var open = downtimes.stream()
                .filter(downtime -> downtime.endedAt() == null)
                .map(Downtime::startedAt)
                .findFirst();
        var seconds = downtimes.stream()
                .mapToLong(downtime -> downtime.duration(asOf).toSeconds())
                .sum();
        return new Situation(
                open.orElse(null),
                downtimes.isEmpty() ? null : seconds,
                paused(journals),
                plan.watched() == null ? null : plan.watched().text(plan.release()));
    }

    private static @Nullable CurrentPause paused(List<Journal> journals) {
        CurrentPause paused = null;
        for (var journal : journals) {
            paused = null; // another phase goes on
            for (var entry : journal.entries()) {
                if (entry.event() instanceof Event.Paused pause) {
                    paused = new CurrentPause(pause.by(), entry.at(), pause.note());
                } else if (entry.event() instanceof Event.Resumed || entry.event() instanceof Event.PhaseEnded) {
                    paused = null;
                }
            }
        }
        return paused;
    }
}
