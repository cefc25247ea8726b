package norn.runbook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.LocalTime;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * When a step is planned: {@code T-90m}, {@code T+10m}, {@code T-14d} (from T-0), {@code H+2} (hours after go-live),
 * {@code D1 08:00} (a day after go-live, in the environment's zone).
 */
public sealed interface PlannedTime {
    /** Applies the function for the variant at hand. */
    <R> R match(Function<FromT0, R> fromT0, Function<FromGoLive, R> fromGoLive, Function<OnDay, R> onDay);

    /** The time as it is written in a runbook. */
    @JsonValue
    String text();

    /** Before (negative) or after T-0. */
    record FromT0(Duration offset, String text) implements PlannedTime {
        @Override
        public <R> R match(Function<FromT0, R> fromT0, Function<FromGoLive, R> fromGoLive, Function<OnDay, R> onDay) {
            return fromT0.apply(this);
        }
    }

    /** After go-live, as {@code H+2} in hours or {@code H+30m}. */
    record FromGoLive(Duration offset, String text) implements PlannedTime {
        @Override
        public <R> R match(Function<FromT0, R> fromT0, Function<FromGoLive, R> fromGoLive, Function<OnDay, R> onDay) {
            return fromGoLive.apply(this);
        }
    }

    /** At {@code time} of day {@code day}; day 1 is the first whose 08:00 lies after hour 4. */
    record OnDay(int day, LocalTime time, String text) implements PlannedTime {
        @Override
        public <R> R match(Function<FromT0, R> fromT0, Function<FromGoLive, R> fromGoLive, Function<OnDay, R> onDay) {
            return onDay.apply(this);
        }
    }

    /**
     * Reads a planned time.
     *
     * @throws IllegalArgumentException showing the forms that exist
     */
    @JsonCreator
    static PlannedTime parse(String text) {
        var offset = Text.OFFSET.matcher(text);
        if (offset.matches()) {
            var length = Text.duration(Long.parseLong(offset.group(3)), offset.group(4), offset.group(1));
            var signed = offset.group(2).equals("-") ? length.negated() : length;
            if (offset.group(1).equals("T")) {
                return new FromT0(signed, text);
            }
            if (!signed.isNegative()) {
                return new FromGoLive(signed, text);
            }
        }
        var day = Text.DAY.matcher(text);
        if (day.matches()) {
            return new OnDay(Integer.parseInt(day.group(1)), LocalTime.parse(day.group(2)), text);
        }
        throw new IllegalArgumentException(
                "%s: not a planned time. Expected: T-90m, T+10m, T-14d, H+2, D1 08:00".formatted(text));
    }

    /** How planned times are written. */
    final class Text {
        static final Pattern OFFSET = Pattern.compile("([TH])([+-])(\\d{1,6})([smhd]?)");
        static final Pattern DAY = Pattern.compile("D(\\d{1,3}) ([01]\\d:[0-5]\\d|2[0-3]:[0-5]\\d)");

        private Text() {}

        static Duration duration(long count, String unit, String anchor) {
            return switch (unit.isEmpty() ? (anchor.equals("H") ? "h" : "m") : unit) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
    }
}
