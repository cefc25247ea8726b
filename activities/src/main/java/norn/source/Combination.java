package norn.source;

import java.util.Comparator;
import java.util.List;
import norn.runbook.Measure;
import org.jspecify.annotations.Nullable;

/** What several values of a measure come to, as the runbook says. */
public record Combination(Measure.Combine combine, Measure.Better better) {
    /** The combination of a measure about which the runbook says nothing: the highest value. */
    public static final Combination HIGHEST = new Combination(Measure.Combine.WORST, Measure.Better.LOWER);

    /** What the values come to; null where there are none. */
    @Nullable
    Double of(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        return switch (combine) {
            case MEAN ->
                values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            case WORST -> worst(values);
            case LAST -> values.get(values.size() - 1);
        };
    }

    private Double worst(List<Double> values) {
        var order = Comparator.<Double>naturalOrder();
        return values.stream()
                .max(better == Measure.Better.LOWER ? order : order.reversed())
                .orElseThrow();
    }
}
