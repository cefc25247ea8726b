package norn.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import norn.limit.BoundedPattern;

/** A page in Prometheus' text format. */
final class PrometheusPage {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*+");
    /** A value, perhaps a time, perhaps an exemplar: the labels and the value of one case that was counted. */
    private static final Pattern VALUE = Pattern.compile("\\s+(\\S+)(?:\\s+-?\\d++(?:\\.\\d++)?)?(?:\\s+#.*+)?");

    private static final Pattern LABEL =
            Pattern.compile("(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]*+)=\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    /** By name and labels, as the page has them. */
    private final Map<String, Double> samples = new LinkedHashMap<>();

    PrometheusPage(String text) {
        text.lines().map(String::strip).filter(line -> !line.startsWith("#")).forEach(this::read);
    }

    private void read(String line) {
        var name = NAME.matcher(line);
        if (!name.lookingAt()) {
            return;
        }
        var end = line.startsWith("{", name.end()) ? closing(line, name.end() + 1) : name.end() - 1;
        if (end < 0) {
            return;
        }
        var labels = end > name.end() ? line.substring(name.end() + 1, end) : "";
        var rest = VALUE.matcher(line).region(end + 1, line.length());
        if (rest.matches()) {
            number(rest.group(1)).ifPresent(value -> samples.merge(name.group() + "{" + labels, value, Double::sum));
        }
    }

    /** Where the labels end: at the brace that stands in no quotes; -1 where there is none. */
    private static int closing(String line, int from) {
        var quoted = false;
        var escaped = false;
        for (var i = from; i < line.length(); i++) {
            var letter = line.charAt(i);
            if (!quoted && letter == '}') {
                return i;
            }
            quoted ^= letter == '"' && !escaped;
            escaped = !escaped && letter == '\\';
        }
        return -1;
    }

    /** The sum over all of that name. */
    double sum(String name) throws NoData {
        return sum(name, Map.of());
    }

    /** The sum over all of that name whose labels fit. */
    double sum(String name, Map<String, Pattern> where) throws NoData {
        var sum = find(name, where);
        if (sum.isEmpty()) {
            throw new NoData("the page has no %s%s".formatted(name, where.isEmpty() ? "" : " with " + where));
        }
        return sum.getAsDouble();
    }

    /** The sum over all of that name whose labels fit; 0 where none does, and some have such labels. */
    double sumOrZero(String name, Map<String, Pattern> where) throws NoData {
        var known = samples.keySet().stream()
                .filter(key -> key.startsWith(name + "{"))
                .anyMatch(key -> labels(key).keySet().containsAll(where.keySet()));
        if (!known) {
            throw new NoData("no %s of the page has the label %s".formatted(name, String.join(", ", where.keySet())));
        }
        return find(name, where).orElse(0);
    }

    private OptionalDouble find(String name, Map<String, Pattern> where) throws NoData {
        var sum = OptionalDouble.empty();
        try {
            for (var sample : samples.entrySet()) {
                if (sample.getKey().startsWith(name + "{") && fits(labels(sample.getKey()), where)) {
                    sum = OptionalDouble.of(sum.orElse(0) + sample.getValue());
                }
            }
        } catch (BoundedPattern.TooCostly unknown) {
            throw new NoData(String.valueOf(unknown.getMessage()));
        }
        return sum;
    }

    private static boolean fits(Map<String, String> labels, Map<String, Pattern> where) {
        return where.entrySet().stream()
                .allMatch(label -> BoundedPattern.matches(label.getValue(), labels.getOrDefault(label.getKey(), "")));
    }

    /** A histogram's counts by upper bound, summed over its other labels. */
    Map<String, Double> histogram(String name) throws NoData {
        var buckets = new LinkedHashMap<String, Double>();
        for (var sample : samples.entrySet()) {
            if (!sample.getKey().startsWith(name + "_bucket{")) {
                continue;
            }
            var bound = labels(sample.getKey()).get("le");
            if (bound != null && isBound(bound)) {
                buckets.merge(bound, sample.getValue(), Double::sum);
            }
        }
        if (buckets.isEmpty()) {
            throw new NoData("the page has no histogram " + name);
        }
        return buckets;
    }

    private static boolean isBound(String text) {
        return number(text).isPresent();
    }

    private static Map<String, String> labels(String key) {
        var labels = new LinkedHashMap<String, String>();
        var match = LABEL.matcher(key.substring(key.indexOf('{') + 1));
        while (match.find()) {
            labels.put(match.group(1), match.group(2));
        }
        return labels;
    }

    private static OptionalDouble number(String text) {
        try {
            return switch (text) {
                case "+Inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
                case "-Inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
                case "NaN" -> OptionalDouble.empty();
                default -> OptionalDouble.of(Double.parseDouble(text));
            };
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }
}
