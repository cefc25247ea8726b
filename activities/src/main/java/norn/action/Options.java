package norn.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.plan.Order;
import norn.runbook.Durations;

/** An order's options, read by type; the runner has checked them against the action's own list before. */
public record Options(Map<String, Object> values) {
    /** The options of that order. */
    public static Options of(Order order) {
        return new Options(order.options());
    }

    /** The text, where it is given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString);
    }

    /** The flag; false where it is not given. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** The number, where it is given. */
    public Optional<Double> number(String name) {
        return values.get(name) instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
    }

    /** The duration, where it is given. */
    public Optional<Duration> duration(String name) {
        return text(name).flatMap(Options::readDuration);
    }

    /** The list's items as text; empty where it is not given. */
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var item : list(name)) {
            texts.add(String.valueOf(item));
        }
        return texts;
    }

    /** The list; empty where it is not given. */
    public List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    /** Reads {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}. */
    static Optional<Duration> readDuration(String text) {
        try {
            return Optional.of(Durations.parse(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
