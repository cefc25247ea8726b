package norn.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param aim what it should be at most; null: it explains another figure
 * @param below less than the aim, rather than the aim itself, is wanted
 * @param how how it was measured: what was counted, and how often
 */
record Figure(
        String figure,
        double measured,
        String unit,
        @Nullable Double aim,
        boolean below,
        String how) {

    /** A figure that should be at most {@code aim}. */
    static Figure atMost(double aim, String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, aim, false, how);
    }

    /** A figure that should be less than {@code aim}. */
    static Figure below(double aim, String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, aim, true, how);
    }

    /** A figure that explains others. */
    static Figure plain(String figure, double measured, String unit, String how) {
        return new Figure(figure, measured, unit, null, false, how);
    }

    /** Whether the aim is met; true where there is none. */
    boolean isMet() {
        return aim == null || (below ? measured < aim : measured <= aim);
    }
}
