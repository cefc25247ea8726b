package norn.watch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.source.Source;
import norn.source.Window;
import org.jspecify.annotations.Nullable;

/**
 * What the samples of a watch come to, measure by measure.
 *
 * @param sources by measure
 * @param measures what the runbook says of them, by name
 * @param carried what an earlier watch of the deployment left to know, by measure
 * @param maxPause how far apart two samples may be for what lies between them to be watched
 */
record WatchedValues(
        Map<String, Source> sources,
        Map<String, WatchedMeasure> measures,
        Map<String, Double> carried,
        Duration maxPause) {
    static final String SAMPLES = "samples";
    static final String NO_DATA = "noData";
    static final String PROBLEMS = "problems";
    static final String RESUMED = "resumed";
    static final String UNKNOWN_CRITERIA = "unknownCriteria";
    static final String WATCHED_SECONDS = "watchedSeconds";

    /** The values of an evidence by name; what was never measured is absent. */
    Map<String, Object> of(List<Sample> samples) {
        var values = new LinkedHashMap<String, Object>();
        values.put(SAMPLES, samples.size());
        sources.forEach((measure, source) -> {
            var window = window(measure, samples);
            var value = window.readings().isEmpty() ? null : source.value(window);
            if (value != null) {
                values.put(measure, rounded(value));
            }
        });
        var noData = new LinkedHashMap<String, Integer>();
        for (var sample : samples) {
            sample.noData().keySet().forEach(measure -> noData.merge(measure, 1, Integer::sum));
        }
        if (!noData.isEmpty()) {
            values.put(NO_DATA, noData);
        }
        return values;
    }

    /**
     * What the measure is now. Where the runbook has it confirmed, that is the least bad of its last samples; null: the last
     * ones are too few, or without data.
     *
     * @param above whether a high value is the bad one
     */
    @Nullable
    Double current(String measure, List<Sample> samples, boolean above) {
        var source = sources.get(measure);
        var confirm = WatchedMeasure.of(measures, measure).confirm();
        if (source == null || samples.size() < confirm) {
            return null;
        }
        Double least = null;
        for (var end = samples.size(); end > samples.size() - confirm; end--) {
            var value = samples.get(end - 1).reading(measure) == null
                    ? null
                    : source.current(window(measure, samples.subList(0, end)));
            if (value == null) {
                return null;
            }
            least = least == null ? value : (Double) (above ? Math.min(least, value) : Math.max(least, value));
        }
        return least;
    }

    /** What the next watch of the deployment has to know, by measure. */
    Map<String, Double> carriedOver(List<Sample> samples) {
        var next = new LinkedHashMap<String, Double>();
        sources.forEach((measure, source) -> {
            var value = source.carriedOver(window(measure, samples));
            if (value != null) {
                next.put(measure, value);
            }
        });
        return next;
    }

    private Window window(String measure, List<Sample> samples) {
        return new Window(
                Sample.readings(samples, measure),
                WatchedMeasure.of(measures, measure).combination(),
                carried.get(measure),
                maxPause);
    }

    /** How long those samples watched of the time from {@code begunAt} until {@code now}: what lies in longer pauses is unknown. */
    Duration watched(long begunAt, List<Sample> samples, long now) {
        var watched = 0L;
        var before = begunAt;
        for (var sample : samples) {
            watched += watched(before, sample.atEpochMillis());
            before = sample.atEpochMillis();
        }
        return Duration.ofMillis(watched + watched(before, now));
    }

    /** How long nobody watched between two looks, both in milliseconds since 1970. */
    Duration gap(long from, long until) {
        return Duration.ofMillis(Math.max(0, until - from) - watched(from, until));
    }

    private long watched(long from, long until) {
        return until > from && until - from <= maxPause.toMillis() ? until - from : 0;
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
