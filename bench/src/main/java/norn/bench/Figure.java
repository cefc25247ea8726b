package norn.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param aim what it should be; null: it explains another figure
 * @param bound how the figure is to compare with the aim
 * @param how how it was measured: what was counted, and how often
 */
public record Figure(
        String figure,
        double measured,
        String unit,
        @Nullable Double aim,
        Bound bound,
        String how) {

    /** A figure that should be at most {@code aim}. */
    public static Figure atMost(double aim, String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, aim, Bound.AT_MOST, how);
    }

    /** A figure that should be less than {@code aim}. */
    public static Figure below(double aim, String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, aim, Bound.BELOW, how);
    }

    /** A figure that should be at least {@code aim}. */
    public static Figure atLeast(double aim, String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, aim, Bound.AT_LEAST, how);
    }

    /** A figure that explains others. */
    public static Figure plain(String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, null, Bound.AT_MOST, how);
    }

    /** Whether the aim is met; true where there is none. */
    public boolean isMet() {
        return aim == null
                || switch (bound) {
                    case AT_MOST -> measured <= aim;
                    case BELOW -> measured < aim;
                    case AT_LEAST -> measured >= aim;
                };
    }

    /** What a figure should be, compared with its aim. */
    public enum Bound {
        AT_MOST(""),
        BELOW("< "),
        AT_LEAST(">= ");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        /** As it stands before the aim. */
        String sign() {
            return sign;
        }
    }
}
