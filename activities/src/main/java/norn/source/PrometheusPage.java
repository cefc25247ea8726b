package norn.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import norn.limit.BoundedPattern;

/** A page in Prometheus' text format. */
final class PrometheusPage {
    private static final Pattern LINE =
            Pattern.compile("([A-Za-z_:][A-Za-z0-9_:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+-?\\d+)?");
    private static final Pattern LABEL =
            Pattern.compile("(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]*+)=\"((?:[^\"\\\\]++|\\\\.)*+)\"");

    /** By name and labels, as the page has them. */
    private final Map<String, Double> samples = new LinkedHashMap<>();

    PrometheusPage(String text) {
        text.lines().forEach(line -> {
            var match = LINE.matcher(line.strip());
            if (line.startsWith("#") || !match.matches()) {
                return;
            }
            var labels = Objects.requireNonNullElse(match.group(2), "");
            number(match.group(3)).ifPresent(value -> samples.merge(match.group(1) + "{" + labels, value, Double::sum));
        });
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

    /** The sum over all of that name whose labels fit; 0 where none does. */
    double sumOrZero(String name, Map<String, Pattern> where) throws NoData {
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
