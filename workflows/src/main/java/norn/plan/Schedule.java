package norn.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import norn.runbook.PlannedTime;
import norn.runbook.Step;
import org.jspecify.annotations.Nullable;

/**
 * When steps are planned, at the environment's pace. A time whose anchor is not known yet, and every time at pace
 * {@code asap}, is empty: such a step waits for its needs alone.
 *
 * @param t0 null while it is not known
 * @param goLiveAt null before go-live
 */
public record Schedule(
        Policy policy, @Nullable Instant t0, @Nullable Instant goLiveAt) {
    /** Day 1 is the first whose morning lies this far after go-live. */
    private static final Duration FIRST_HOURS = Duration.ofHours(4);

    private static final LocalTime MORNING = LocalTime.of(8, 0);

    /** When the step is planned, notices aside: it does not begin before. */
    public Optional<Instant> planned(Step step) {
        return time(step.at());
    }

    /** When the timeline expects the step, though nothing may wait for that. */
    public Optional<Instant> expected(Step step) {
        return time(step.planned());
    }

    private Optional<Instant> time(@Nullable PlannedTime at) {
        if (at == null || policy.pace().equals(Pace.ASAP)) {
            return Optional.empty();
        }
        return at.match(
                fromT0 -> after(t0, fromT0.offset()), fromGoLive -> after(goLiveAt, fromGoLive.offset()), this::onDay);
    }

    /** The earliest time that a notice allows, given when the step that gave it ended. */
    public Instant noticeEnd(Step.Notice notice, Instant ended) {
        return ended.plus(policy.pace().of(notice.promised()));
    }

    /** The first calendar day whose 08:00 lies after hour 4. */
    public static LocalDate firstDay(Instant goLiveAt, ZoneId zone) {
        var after = goLiveAt.plus(FIRST_HOURS);
        var today = after.atZone(zone).toLocalDate();
        return today.atTime(MORNING).atZone(zone).toInstant().isAfter(after) ? today : today.plusDays(1);
    }

    private Optional<Instant> onDay(PlannedTime.OnDay time) {
        if (goLiveAt == null) {
            return Optional.empty();
        }
        var planned = firstDay(goLiveAt, policy.zone())
                .plusDays(time.day() - 1L)
                .atTime(time.time())
                .atZone(policy.zone())
                .toInstant();
        return after(goLiveAt, Duration.between(goLiveAt, planned));
    }

    private Optional<Instant> after(@Nullable Instant anchor, Duration offset) {
        return anchor == null
                ? Optional.empty()
                : Optional.of(anchor.plus(policy.pace().of(offset)));
    }
}
