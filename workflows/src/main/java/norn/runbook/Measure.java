package norn.runbook;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured, by the name that criteria, forms and the environment's sources use.
 *
 * @param name key of the value in an evidence, such as {@code uptimePercent}
 * @param unit what the number counts, such as {@code %}; null: a plain number
 * @param combine what several values come to
 * @param better which values are better: it tells which one is the worst
 * @param confirm how many samples in a row must lie beyond a limit before a watch believes it, at least 1
 * @param target the threshold that it should meet; missing it is reported, and decides nothing; null: none
 * @param count what the record itself counts; null: the environment measures it, or people attest it
 */
public record Measure(
        String name,
        String title,
        @Nullable String unit,
        Combine combine,
        Better better,
        int confirm,
        @Nullable String target,
        @Nullable RecordCount count) {
    public Measure {
        if (confirm < 1) {
            throw new IllegalArgumentException("measure %s: confirm is %d, needs at least 1".formatted(name, confirm));
        }
    }

    /** A plain measure: the highest value is the worst, and the worst counts. */
    public static Measure worst(String name, String title) {
        return new Measure(name, title, null, Combine.WORST, Better.LOWER, 1, null, null);
    }

    /** Whether {@code value} is worse than {@code other}. */
    public boolean isWorse(double value, double other) {
        return better == Better.LOWER ? value > other : value < other;
    }

    /** What several values come to. */
    public enum Combine {
        /** The mean, each value weighted by its samples. */
        MEAN,
        /** The worst one. */
        WORST,
        /** The last one. */
        LAST
    }

    /** Which of two values is the better one. */
    public enum Better {
        LOWER,
        HIGHER
    }

    /** A number that comes from the record of the deployment, not from the environment. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
    @JsonSubTypes({
        @Type(value = Incidents.class, name = "incidents"),
        @Type(value = FailedSteps.class, name = "failed-steps")
    })
    public sealed interface RecordCount {
        /** Applies the function for the variant at hand; a forgotten variant does not compile. */
        <R> R match(Function<Incidents, R> incidents, Function<FailedSteps, R> failedSteps);
    }

    /** The incidents of those severities in the incident log, closed ones included. */
    public record Incidents(List<String> severities) implements RecordCount {
        public Incidents {
            severities = List.copyOf(severities);
            if (severities.isEmpty()) {
                throw new IllegalArgumentException("a count of incidents needs at least one severity, such as P1");
            }
        }

        @Override
        public <R> R match(Function<Incidents, R> incidents, Function<FailedSteps, R> failedSteps) {
            return incidents.apply(this);
        }
    }

    /** The steps of that purpose whose last attempt since go-live failed; no data where none was tried. */
    public record FailedSteps(StepPurpose purpose) implements RecordCount {
        @Override
        public <R> R match(Function<Incidents, R> incidents, Function<FailedSteps, R> failedSteps) {
            return failedSteps.apply(this);
        }
    }
}
