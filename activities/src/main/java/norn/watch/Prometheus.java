package norn.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A page in Prometheus' text format. */
final class Prometheus {
    private static final Pattern LINE =
            Pattern.compile("([A-Za-z_:][A-Za-z0-9_:]*)(?:\\{(.*)})?\\s+(\\S+)(?:\\s+-?\\d+)?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Double> samples = new LinkedHashMap<>();

    Prometheus(String text) {
        text.lines().forEach(line -> {
            var match = LINE.matcher(line.strip());
            if (line.startsWith("#") || !match.matches()) {
                return;
            }
            var labels = match.group(2) == null ? "" : match.group(2);
            number(match.group(3)).ifPresent(value -> samples.merge(match.group(1) + "{" + labels, value, Double::sum));
        });
    }

    /** The sum over all of that name whose labels fit; empty where there is none. */
    OptionalDouble sum(String name, Predicate<Map<String, String>> fits) {
        var sum = OptionalDouble.empty();
        for (var sample : samples.entrySet()) {
            if (!sample.getKey().startsWith(name + "{")) {
                continue;
            }
            if (fits.test(labels(sample.getKey()))) {
                sum = OptionalDouble.of(sum.orElse(0) + sample.getValue());
            }
        }
        return sum;
    }

    OptionalDouble sum(String name) {
        return sum(name, labels -> true);
    }

    /** A histogram's counts by upper bound, summed over its other labels; empty where it is not there. */
    Map<String, Double> histogram(String name) {
        var buckets = new LinkedHashMap<String, Double>();
        for (var sample : samples.entrySet()) {
            if (!sample.getKey().startsWith(name + "_bucket{")) {
                continue;
            }
            var bound = labels(sample.getKey()).get("le");
            if (bound != null) {
                buckets.merge(bound, sample.getValue(), Double::sum);
            }
        }
        return buckets;
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
