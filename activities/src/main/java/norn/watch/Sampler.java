package norn.watch;

import java.util.LinkedHashMap;
import java.util.List;
import norn.action.Attempt;
import norn.source.Moment;
import norn.source.NoData;
import norn.source.Reading;
import org.jspecify.annotations.Nullable;

/** Reads the source of every measure, once at a time. What cannot be measured is noted as such, with the reason. */
final class Sampler {
    private final WatchSettings settings;
    private final Attempt attempt;
    private @Nullable Moment moment;

    Sampler(WatchSettings settings, Attempt attempt) {
        this.settings = settings;
        this.attempt = attempt;
    }

    /** One sample, after those. */
    Sample sample(List<Sample> before) throws InterruptedException {
        var now = moment == null ? Moment.first(attempt, settings.interval(), settings.timeout()) : moment.next();
        moment = now;
        var readings = new LinkedHashMap<String, Reading>();
        var noData = new LinkedHashMap<String, String>();
        for (var measure : settings.measures().entrySet()) {
            var earlier = Sample.readings(before, measure.getKey());
            try {
                readings.put(
                        measure.getKey(),
                        measure.getValue().read(now, earlier.isEmpty() ? null : earlier.get(earlier.size() - 1)));
            } catch (NoData reason) {
                noData.put(measure.getKey(), attempt.redact(String.valueOf(reason.getMessage())));
            }
        }
        return new Sample(now.atEpochMillis(), readings, noData);
    }
}
