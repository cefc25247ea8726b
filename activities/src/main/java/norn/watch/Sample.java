package norn.watch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import norn.source.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at one moment.
 *
 * @param atEpochMillis milliseconds since 1970
 * @param readings by measure
 * @param noData the reason why a measure has no reading, by measure: that is neither good nor bad
 */
record Sample(long atEpochMillis, Map<String, Reading> readings, Map<String, String> noData) {
    Sample {
        readings = Collections.unmodifiableMap(new LinkedHashMap<>(readings));
        noData = Collections.unmodifiableMap(new LinkedHashMap<>(noData));
    }

    /** The reading of that measure; null: there was no data. */
    @Nullable
    Reading reading(String measure) {
        return readings.get(measure);
    }

    /** The readings of that measure among the samples, in their order. */
    static List<Reading> readings(List<Sample> samples, String measure) {
        return samples.stream()
                .<@Nullable Reading>map(sample -> sample.reading(measure))
                .filter(Objects::nonNull)
                .toList();
    }
}
