package norn.source;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import norn.files.Sha256;
import norn.limit.BoundedPattern;
import norn.limit.Limits;

/** A page in Prometheus' text format, or in that of OpenMetrics. */
final class PrometheusPage {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d++)?");
    private static final String BOUND = "le";
    private static final String TOTAL = "_total";
    private static final int KEY_CHARACTERS = 12;

    /** As the page has them. */
    private final Map<Series, Double> samples = new LinkedHashMap<>();

    /** What a line counts: the metric's name and its labels. */
    record Series(String name, Map<String, String> labels) {}

    PrometheusPage(String text) {
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(this::read);
    }

    private void read(String line) {
        var read = new PrometheusLine(line);
        var series = read.series();
        var value = series.flatMap(known -> read.word());
        value.ifPresent(
                word -> number(word).ifPresent(number -> samples.merge(series.orElseThrow(), number, Double::sum)));
    }

    /** The sum over all of that name. */
    double sum(String name) throws NoData {
        return sum(name, Map.of());
    }

    /** The sum over all of that name whose labels fit. */
    double sum(String name, Map<String, Pattern> where) throws NoData {
        return find(name, where)
                .orElseThrow(() -> new NoData("the page has no %s%s%s"
                        .formatted(name, where.isEmpty() ? "" : " with " + where, almost(name))));
    }

    /** The name that is probably meant, in words; empty where none is. */
    private String almost(String name) {
        return samples.keySet().stream()
                .map(Series::name)
                .filter(other -> !other.equals(name)
                        && (other.equals(name + TOTAL) || name.equals(other + TOTAL) || other.endsWith("_" + name)))
                .findFirst()
                .map("; it has %s"::formatted)
                .orElse("");
    }

    /** The sum over all of that name whose labels fit; 0 where none does, and some have such labels. */
    double sumOrZero(String name, Map<String, Pattern> where) throws NoData {
        var known = samples.keySet().stream()
                .anyMatch(series ->
                        series.name().equals(name) && series.labels().keySet().containsAll(where.keySet()));
        if (!known) {
            throw new NoData("no %s of the page has the label %s".formatted(name, String.join(", ", where.keySet())));
        }
        return find(name, where).orElse(0.0);
    }

    /** The numbers of that name whose labels fit, by what tells the series apart; of too many series their sum alone. */
    Map<String, Double> series(String name, Map<String, Pattern> where) throws NoData {
        var numbers = new LinkedHashMap<String, Double>();
        var several = isFew(name);
        try {
            for (var sample : samples.entrySet()) {
                var series = sample.getKey();
                if (series.name().equals(name) && fits(series.labels(), where)) {
                    numbers.merge(several ? key(series.labels()) : "", known(name, sample.getValue()), Double::sum);
                }
            }
        } catch (BoundedPattern.TooCostly unknown) {
            throw new NoData(String.valueOf(unknown.getMessage()));
        }
        return numbers;
    }

    private boolean isFew(String name) {
        return samples.keySet().stream()
                        .filter(series -> series.name().equals(name))
                        .count()
                <= Limits.VALUE_ITEMS;
    }

    private static String key(Map<String, String> labels) {
        return Sha256.of(labels.toString()).substring(0, KEY_CHARACTERS);
    }

    private Optional<Double> find(String name, Map<String, Pattern> where) throws NoData {
        var sum = OptionalDouble.empty();
        try {
            for (var sample : samples.entrySet()) {
                if (sample.getKey().name().equals(name) && fits(sample.getKey().labels(), where)) {
                    sum = OptionalDouble.of(sum.orElse(0) + known(name, sample.getValue()));
                }
            }
        } catch (BoundedPattern.TooCostly unknown) {
            throw new NoData(String.valueOf(unknown.getMessage()));
        }
        return sum.isPresent() ? Optional.of(sum.getAsDouble()) : Optional.empty();
    }

    private static boolean fits(Map<String, String> labels, Map<String, Pattern> where) {
        return where.entrySet().stream()
                .allMatch(label -> BoundedPattern.matches(label.getValue(), labels.getOrDefault(label.getKey(), "")));
    }

    /** A histogram's counts by upper bound, and by what tells its series apart whose labels fit; of too many their sum alone. */
    Map<String, Double> histogram(String name, Map<String, Pattern> where) throws NoData {
        var buckets = new LinkedHashMap<String, Double>();
        var several = isFew(name + "_bucket");
        try {
            for (var sample : samples.entrySet()) {
                var labels = sample.getKey().labels();
                var bound = number(labels.getOrDefault(BOUND, ""));
                if (sample.getKey().name().equals(name + "_bucket") && bound.isPresent() && fits(labels, where)) {
                    var others = new LinkedHashMap<>(labels);
                    others.remove(BOUND);
                    buckets.merge(
                            Growth.name(boundText(bound.getAsDouble()), several ? key(others) : ""),
                            known(name, sample.getValue()),
                            Double::sum);
                }
            }
        } catch (BoundedPattern.TooCostly unknown) {
            throw new NoData(String.valueOf(unknown.getMessage()));
        }
        if (buckets.isEmpty()) {
            throw new NoData("the page has no histogram %s%s".formatted(name, where.isEmpty() ? "" : " with " + where));
        }
        return buckets;
    }

    /** A service says NaN where it does not know the number: then the sum of it and others is none either. */
    private static double known(String name, double value) throws NoData {
        if (Double.isNaN(value)) {
            throw new NoData("%s is NaN".formatted(name));
        }
        return value;
    }

    /** 1 and 1.0 are one bound. */
    private static String boundText(double bound) {
        return Double.isInfinite(bound) ? "+Inf" : Double.toString(bound);
    }

    /** As Go's {@code ParseFloat} reads it, which Prometheus does. */
    private static OptionalDouble number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "+inf", "inf", "+infinity", "infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            case "nan" -> OptionalDouble.of(Double.NaN);
            default ->
                NUMBER.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
        };
    }
}
