package norn.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import norn.runbook.Criterion.Comparison;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;

/** The limits that a measurement is judged by. A measure without a limit, or without data, is unknown. */
final class MeasuredLimits {
    /**
     * One limit of a measure.
     *
     * @param isGood what holds is good; else it calls for a rollback
     */
    private record MeasuredLimit(WatchedCriteria.Limit limit, boolean isGood) {
        Finding finding(@Nullable Double value) {
            return value == null
                    ? Finding.UNKNOWN
                    : Finding.of(limit.comparison().holds(value, limit.limit()) == isGood);
        }

        String expected() {
            var isAbove = (limit.comparison() == Comparison.ABOVE) == isGood;
            return "%s %s".formatted(isAbove ? "more than" : "less than", WatchedValues.rounded(limit.limit()));
        }
    }

    private final List<MeasuredLimit> limits = new ArrayList<>();
    private final List<String> withoutLimit = new ArrayList<>();

    /** The limits of those measures, out of an order's option {@code limits}. */
    MeasuredLimits(List<String> judged, List<?> option) {
        var all = new WatchedCriteria(option).limits();
        for (var number = 0; number < all.size(); number++) {
            var isGood = option.get(number) instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("isGood"));
            limits.add(new MeasuredLimit(all.get(number), isGood));
        }
        for (var measure : judged) {
            if (limits.stream().noneMatch(one -> one.limit().measure().equals(measure))) {
                withoutLimit.add(measure);
            }
        }
    }

    /** What the samples come to. */
    Finding finding(WatchedValues values, List<Sample> samples) {
        var findings = new ArrayList<Finding>();
        limits.forEach(one -> findings.add(one.finding(value(one, values, samples))));
        withoutLimit.forEach(measure -> findings.add(Finding.UNKNOWN));
        return Finding.all(findings);
    }

    /** What is wrong or unknown, in words; the rollback criteria among it. */
    List<String> problems(WatchedValues values, List<Sample> samples) {
        var problems = new ArrayList<String>();
        var last = samples.get(samples.size() - 1);
        for (var one : limits) {
            var value = value(one, values, samples);
            var measure = one.limit().measure();
            if (value == null) {
                add(
                        problems,
                        "%s: no data%s".formatted(measure, because(last.noData().get(measure))));
            } else if (one.finding(value) == Finding.NO) {
                add(problems, "%s is %s, expected %s".formatted(measure, WatchedValues.rounded(value), one.expected()));
            }
        }
        withoutLimit.forEach(measure -> add(problems, "%s: it has no limit to be judged by".formatted(measure)));
        return problems;
    }

    /** The rollback criteria that are met. */
    List<String> met(WatchedValues values, List<Sample> samples) {
        return limits.stream()
                .filter(one -> !one.isGood() && one.finding(value(one, values, samples)) == Finding.NO)
                .map(one -> one.limit().id())
                .toList();
    }

    private static @Nullable Double value(MeasuredLimit one, WatchedValues values, List<Sample> samples) {
        var isHighBad = (one.limit().comparison() == Comparison.ABOVE) != one.isGood();
        return values.current(one.limit().measure(), samples, isHighBad);
    }

    private static void add(List<String> problems, String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private static String because(@Nullable String reason) {
        return reason == null ? "" : " (%s)".formatted(reason);
    }
}
