package norn.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.action.ActionFailed;
import norn.runbook.Criterion.Comparison;
import org.jspecify.annotations.Nullable;

/** The criteria that an order of a watch names, each judged by what is measured now. */
final class WatchedCriteria {
    /** So many samples without data it takes at least until a measure counts as unknown. */
    private static final int MIN_UNKNOWN_SAMPLES = 3;

    /** One criterion's limit. */
    record Limit(String id, String measure, Comparison comparison, double limit) {}

    /**
     * A limit, and what people have been notified of already.
     *
     * @param coveredUntil until when {@code worse} is the limit; null: nobody was notified of anything
     * @param worse the limit until then; null: it is not judged until then
     * @param unknownAfter how long a measure may be without data; null: as long as it likes
     * @param unknownCoveredUntil until when nobody is notified that there are no data; null: at once
     */
    private record Watched(
            Limit limit,
            @Nullable Instant coveredUntil,
            @Nullable Double worse,
            @Nullable Duration unknownAfter,
            @Nullable Instant unknownCoveredUntil) {
        @Nullable
        Double limitAt(Instant now) {
            return coveredUntil != null && now.isBefore(coveredUntil) ? worse : (Double) limit.limit();
        }

        boolean tellsOfUnknown(Instant now) {
            return unknownAfter != null && (unknownCoveredUntil == null || !now.isBefore(unknownCoveredUntil));
        }
    }

    private final List<Watched> criteria = new ArrayList<>();

    /** Those of an order's option {@code criteria}. */
    WatchedCriteria(List<?> option) {
        for (var criterion : option) {
            if (!(criterion instanceof Map<?, ?> map)
                    || !(map.get("limit") instanceof Number limit)
                    || map.get("id") == null
                    || map.get("measure") == null) {
                throw new ActionFailed(
                        "WrongOptions",
                        "criteria: %s is no criterion".formatted(criterion),
                        "Expected: id, measure, comparison and limit. Whoever drives the phase adds them.",
                        false);
            }
            criteria.add(new Watched(
                    new Limit(
                            String.valueOf(map.get("id")),
                            String.valueOf(map.get("measure")),
                            Comparison.valueOf(String.valueOf(map.get("comparison"))),
                            limit.doubleValue()),
                    instant(map.get("coveredUntil")),
                    map.get("coveredLimit") instanceof Number worse ? (Double) worse.doubleValue() : null,
                    map.get("unknownAfterSeconds") instanceof Number seconds
                            ? Duration.ofSeconds(seconds.longValue())
                            : null,
                    instant(map.get("unknownCoveredUntil"))));
        }
    }

    private static @Nullable Instant instant(@Nullable Object text) {
        return text == null ? null : Instant.parse(text.toString());
    }

    List<Limit> limits() {
        return criteria.stream().map(Watched::limit).toList();
    }

    /** Those that are met now, each with what is measured. */
    Map<Limit, Double> met(WatchedValues values, List<Sample> samples, Instant now) {
        var met = new LinkedHashMap<Limit, Double>();
        for (var watched : criteria) {
            var limit = watched.limit();
            var value = values.current(limit.measure(), samples, limit.comparison() == Comparison.ABOVE);
            var beyond = watched.limitAt(now);
            if (value != null && beyond != null && limit.comparison().holds(value, beyond)) {
                met.put(limit, value);
            }
        }
        return met;
    }

    /** Those of which nobody can say any more whether they are met, each with the reason. */
    Map<String, String> unknown(List<Sample> samples, Instant now) {
        var unknown = new LinkedHashMap<String, String>();
        for (var watched : criteria) {
            var measure = watched.limit().measure();
            var without = withoutData(measure, samples);
            if (!watched.tellsOfUnknown(now) || without.size() < MIN_UNKNOWN_SAMPLES) {
                continue;
            }
            var since = Instant.ofEpochMilli(without.get(0).atEpochMillis());
            if (Duration.between(since, now).compareTo(Objects.requireNonNull(watched.unknownAfter())) >= 0) {
                unknown.put(
                        watched.limit().id(),
                        "no data for %s since %s: %s"
                                .formatted(
                                        measure,
                                        since.truncatedTo(ChronoUnit.SECONDS),
                                        without.get(without.size() - 1).noData().get(measure)));
            }
        }
        return unknown;
    }

    /** The samples at the end in which the measure has no data, in their order. A measure that has no source is none of them. */
    private static List<Sample> withoutData(String measure, List<Sample> samples) {
        var begin = samples.size();
        while (begin > 0 && samples.get(begin - 1).noData().containsKey(measure)) {
            begin--;
        }
        return samples.subList(begin, samples.size());
    }
}
