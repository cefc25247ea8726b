package norn.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * How planned time passes: {@code real} waits for the clock, {@code asap} waits for nothing but needs, a number compresses
 * (30000: a week in twenty seconds). It touches planned times, notices and the watch's windows, never a time limit or deadline.
 */
public record Pace(double factor) {
    /** Planned time passes like the clock's. */
    public static final Pace REAL = new Pace(1);
    /** Planned time takes none. */
    public static final Pace ASAP = new Pace(Double.POSITIVE_INFINITY);

    public Pace {
        if (!(factor >= 1)) {
            throw new IllegalArgumentException(
                    "pace %s: expected real, asap, or a number of at least 1".formatted(factor));
        }
    }

    /**
     * Reads {@code real}, {@code asap} or a number of at least 1.
     *
     * @throws IllegalArgumentException showing the forms that exist
     */
    @JsonCreator
    public static Pace parse(String text) {
        try {
            return switch (text) {
                case "real" -> REAL;
                case "asap" -> ASAP;
                default -> new Pace(Double.parseDouble(text));
            };
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "pace %s: expected real, asap, or a number of at least 1".formatted(text), notANumber);
        }
    }

    /** The pace as it is written in an environment. */
    @JsonValue
    public String text() {
        if (factor == 1) {
            return "real";
        }
        return Double.isInfinite(factor)
                ? "asap"
                : BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString();
    }

    /** How long {@code planned} really takes at this pace; zero for {@code asap}. */
    public Duration of(Duration planned) {
        if (factor == 1) {
            return planned;
        }
        return Double.isInfinite(factor) ? Duration.ZERO : Duration.ofMillis(Math.round(planned.toMillis() / factor));
    }
}
