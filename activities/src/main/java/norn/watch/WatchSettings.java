package norn.watch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.limit.AnswerTimeout;
import norn.source.Source;
import norn.yaml.Default;

/**
 * What is measured while a release is watched. What is not named is not measured, and never counted as good.
 *
 * @param interval from one sample to the next, real time
 * @param timeout how long an answer may take
 * @param measures where each measure of the runbook comes from, by its name there
 */
public record WatchSettings(
        @Default("30s") Duration interval, @Default("5s") Duration timeout, Map<String, Source> measures) {
    /** What an evidence of a watch holds beside the measures. */
    private static final List<String> RESERVED = List.of(
            WatchedValues.SAMPLES,
            WatchedValues.NO_DATA,
            WatchedValues.PROBLEMS,
            WatchedValues.RESUMED,
            WatchedValues.UNKNOWN_CRITERIA,
            WatchedValues.WATCHED_SECONDS);

    /** How far apart two samples may be for what lies between them to be watched: two may be missed, and one be slow. */
    Duration maxPause() {
        return interval.multipliedBy(3).plus(timeout.multipliedBy(measures.size()));
    }

    public WatchSettings {
        AnswerTimeout.require(timeout);
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "interval: %s is too often, expected at least 100ms".formatted(interval));
        }
        for (var name : RESERVED) {
            if (measures.containsKey(name)) {
                throw new IllegalArgumentException(
                        "measures: %s is no name for a measure, the evidence uses it".formatted(name));
            }
        }
    }
}
