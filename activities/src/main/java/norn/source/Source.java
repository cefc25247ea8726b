package norn.source;

import java.util.List;
import norn.yaml.KindField;
import org.jspecify.annotations.Nullable;

/**
 * Where a measure comes from. Each kind is one record: its settings, what it refuses in them, how it is read once, and what its
 * readings come to.
 */
@KindField("from")
public sealed interface Source
        permits UptimeSource,
                OutageSource,
                JsonSource,
                PrometheusGaugeSource,
                PrometheusCounterSource,
                PrometheusHistogramSource,
                LogSource,
                SqlSource {
    /**
     * Reads it once.
     *
     * @param before what was read last; null: nothing was
     * @throws NoData where nobody can say, which is neither good nor bad
     */
    Reading read(Moment moment, @Nullable Reading before) throws NoData, InterruptedException;

    /** What it reads of the environment file beside its own settings. */
    default List<String> references() {
        return List.of();
    }

    /** What the readings of a window come to, of which there is at least one; null: they do not say. */
    @Nullable
    Double value(Window window);

    /** What it is at the end of the window, to be compared with a limit; null: the readings do not say. */
    default @Nullable Double current(Window window) {
        return value(window.last());
    }

    /** What the next window has to know of this one; null: nothing. */
    default @Nullable Double carriedOver(Window window) {
        return null;
    }
}
