package norn.bench;

import java.util.List;

/** Measured values, in whatever unit. */
public record Samples(List<Double> values) {
    public Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        values = values.stream().sorted().toList();
    }

    /** The smallest value that {@code percent} of all values do not exceed. */
    double percentile(double percent) {
        var rank = (int) Math.ceil(percent / 100 * values.size());
        return values.get(Math.max(1, rank) - 1);
    }

    /** The middle one; between two, their mean. */
    public double median() {
        var middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    double max() {
        return values.get(values.size() - 1);
    }

    int count() {
        return values.size();
    }
}
