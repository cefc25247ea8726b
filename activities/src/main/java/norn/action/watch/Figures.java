package norn.action.watch;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a row of looks comes to: averages, worst values, and how often there was no data. */
final class Figures {
    private Figures() {}

    /**
     * The figures by name; what was never measured is absent.
     *
     * @param downSince when the outage began that the first look found, milliseconds since 1970; null: none
     */
    static Map<String, Object> of(List<Look> looks, @Nullable Long downSince) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("samples", looks.size());
        put(figures, "agentsFailingPercent", worst(looks, Look::agentsFailingPercent));
        var success = average(looks, Look::agentSuccessPercent);
        if (success == null) {
            var failing = average(looks, Look::agentsFailingPercent);
            if (failing != null) success = 100 - failing;
        }
        put(figures, "agentSuccessPercent", success);
        put(figures, "responseP95Milliseconds", Latency.p95Milliseconds(seen(looks, Look::latency)));
        put(figures, "serverErrorsPercent", serverErrors(looks));
        put(figures, "costDollarsPerDay", worst(looks, Look::costDollarsPerDay));
        put(figures, "connectionPoolPercent", worst(looks, Look::poolPercent));
        put(figures, "uptimePercent", average(looks, look -> {
            var up = look.isUp();
            return up == null ? null : up ? 100.0 : 0.0;
        }));
        put(figures, "outageMinutes", longestOutageMinutes(looks, downSince));
        var errors = seen(looks, Look::errorLines);
        if (!errors.isEmpty())
            figures.put(
                    "errorLines", errors.stream().mapToInt(Integer::intValue).sum());
        var problems = seen(looks, Look::dataProblems).stream().max(Comparator.naturalOrder());
        problems.ifPresent(most -> figures.put("dataProblems", most));
        var noData = new LinkedHashMap<String, Integer>();
        for (var look : looks) look.noData().keySet().forEach(what -> noData.merge(what, 1, Integer::sum));
        if (!noData.isEmpty()) figures.put("noData", noData);
        return figures;
    }

    /** Since when it is down at the end of the looks; null: it is up, or nobody knows. */
    static @Nullable Long downSince(List<Look> looks, @Nullable Long before) {
        var down = before;
        for (var look : looks) {
            var up = look.isUp();
            if (up == null) continue;
            if (up) down = null;
            else if (down == null) down = look.at();
        }
        return down;
    }

    private static @Nullable Double longestOutageMinutes(List<Look> looks, @Nullable Long before) {
        if (looks.stream().allMatch(look -> look.isUp() == null)) return null;
        var longest = 0L;
        var down = before;
        for (var look : looks) {
            var up = look.isUp();
            if (up == null) continue;
            if (down != null) longest = Math.max(longest, look.at() - down);
            if (up) down = null;
            else if (down == null) down = look.at();
        }
        return longest / 60_000.0;
    }

    private static @Nullable Double serverErrors(List<Look> looks) {
        double requests = 0;
        double errors = 0;
        Look before = null;
        for (var look : looks) {
            var now = look.requests();
            var failed = look.serverErrors();
            if (now == null || failed == null) continue;
            if (before != null) {
                var base = Objects.requireNonNullElse(before.requests(), 0.0);
                var restarted = now < base;
                requests += restarted ? now : now - base;
                errors += restarted ? failed : failed - Objects.requireNonNullElse(before.serverErrors(), 0.0);
            }
            before = look;
        }
        return requests == 0 ? null : (Double) (100 * errors / requests);
    }

    private static @Nullable Double worst(List<Look> looks, Function<Look, @Nullable Double> of) {
        var seen = seen(looks, of);
        return seen.isEmpty()
                ? null
                : seen.stream().max(Comparator.naturalOrder()).get();
    }

    private static @Nullable Double average(List<Look> looks, Function<Look, @Nullable Double> of) {
        var seen = seen(looks, of);
        return seen.isEmpty()
                ? null
                : seen.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static <T> List<T> seen(List<Look> looks, Function<Look, @Nullable T> of) {
        var seen = new java.util.ArrayList<T>();
        for (var look : looks) {
            var value = of.apply(look);
            if (value != null) seen.add(value);
        }
        return seen;
    }

    private static void put(Map<String, Object> figures, String name, @Nullable Double value) {
        if (value != null) figures.put(name, Math.round(value * 100) / 100.0);
    }
}
