package norn.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.plan.Pace;
import norn.plan.Plan;
import norn.runbook.StepPurpose;
import norn.state.Event;
import norn.state.Evidence;
import norn.state.Journal;
import org.jspecify.annotations.Nullable;

/**
 * How much of the time since go-live was watched, until the last watch ended. What nobody watched is unknown, and neither good nor
 * bad.
 *
 * @param period from go-live until the last watch ended
 * @param watched how much of it was watched
 * @param gaps when nobody watched, where that was long enough to name
 */
public record WatchCoverage(
        Duration period,
        Duration watched,
        List<Gap> gaps,
        @JsonIgnore List<WatchedSpan> parts) {
    /** So long nobody watched before it is named. */
    private static final Duration NAMED = Duration.ofMinutes(1);

    /** What is said of how long a watch watched, in its evidence. */
    private static final String WATCHED_SECONDS = "watchedSeconds";

    public WatchCoverage {
        gaps = List.copyOf(gaps);
        parts = List.copyOf(parts);
    }

    /** A time in which nobody watched for {@code lost} in all, and the watch that should have. */
    public record Gap(String step, Instant from, Instant until, Duration lost) {}

    /** What one watch watched. */
    record WatchedSpan(Duration watched, Evidence evidence) {
        /** The share of its samples in which that measure had data; null: it knows nothing of that measure. */
        @Nullable
        Double share(String measure) {
            var noData = evidence.values().get("noData") instanceof Map<?, ?> counts ? counts.get(measure) : null;
            var hasValue = evidence.values().containsKey(measure);
            if (!hasValue) {
                return noData == null ? null : (Double) 0.0;
            }
            return noData instanceof Number missing && evidence.values().get("samples") instanceof Number samples
                    ? (Double) Math.max(0, 1 - missing.doubleValue() / Math.max(1, samples.doubleValue()))
                    : (Double) 1.0;
        }
    }

    /** How long the plan's watches watched from {@code goLiveAt} on, as far as those journals tell. */
    static WatchCoverage of(Plan plan, List<Journal.Entry> entries, Instant goLiveAt) {
        var walk = new Walk(plan, goLiveAt);
        entries.stream().filter(entry -> !entry.at().isBefore(goLiveAt)).forEach(walk::add);
        return walk.coverage();
    }

    /** How long nobody watched. */
    public Duration unknown() {
        return period.minus(watched);
    }

    /** The share of the period in which that measure is known, from 0 to 1; 1 where no watch measures it. */
    double share(String measure) {
        var known = 0.0;
        var isWatched = false;
        for (var part : parts) {
            var share = part.share(measure);
            isWatched |= share != null;
            known += share == null ? 0 : share * part.watched().toMillis();
        }
        return isWatched && !period.isZero() ? Math.min(1, known / period.toMillis()) : 1;
    }

    /** Goes through the journal and adds up what each watch watched since the one before it ended. */
    private static final class Walk {
        private final Plan plan;
        private final Instant goLiveAt;
        /** In compressed time a little is lost between any two watches, and says nothing. */
        private final Duration tolerated;

        private final List<Gap> gaps = new ArrayList<>();
        private final List<WatchedSpan> parts = new ArrayList<>();
        private Duration watched = Duration.ZERO;
        private Instant until;
        private Journal.@Nullable Entry failure;

        Walk(Plan plan, Instant goLiveAt) {
            this.plan = plan;
            this.goLiveAt = goLiveAt;
            this.until = goLiveAt;
            this.tolerated = plan.policy().pace().equals(Pace.REAL) ? Duration.ZERO : NAMED;
        }

        void add(Journal.Entry entry) {
            if (entry.event() instanceof Event.StepSucceeded done && isWatch(done.step())) {
                add(done.step(), entry.at(), done.evidence());
                failure = null;
            }
            if (entry.event() instanceof Event.StepFailed failed && isWatch(failed.step())) {
                failure = entry;
            }
        }

        private boolean isWatch(String id) {
            return plan.runbook()
                    .step(id)
                    .filter(step -> step.serves(StepPurpose.WATCHES))
                    .isPresent();
        }

        private void add(String step, Instant at, Evidence evidence) {
            if (!at.isAfter(until)) {
                return;
            }
            var span = Duration.between(until, at);
            var said = evidence.values().get(WATCHED_SECONDS) instanceof Number seconds
                    ? Duration.ofMillis(Math.round(1000 * seconds.doubleValue()))
                    : Duration.between(evidence.startedAt(), evidence.endedAt());
            var lost = said.compareTo(span) < 0 ? span.minus(said) : Duration.ZERO;
            if (lost.compareTo(tolerated) <= 0) {
                lost = Duration.ZERO;
            }
            if (lost.compareTo(NAMED) > 0) {
                gaps.add(new Gap(step, until, at, lost));
            }
            parts.add(new WatchedSpan(span.minus(lost), evidence));
            watched = watched.plus(span).minus(lost);
            until = at;
        }

        WatchCoverage coverage() {
            if (failure != null
                    && failure.event() instanceof Event.StepFailed failed
                    && failure.at().isAfter(until)) {
                gaps.add(new Gap(failed.step(), until, failure.at(), Duration.between(until, failure.at())));
                until = failure.at();
            }
            return new WatchCoverage(Duration.between(goLiveAt, until), watched, gaps, parts);
        }
    }
}
