package norn.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of a page of metrics, read from its beginning to its end: a name, labels, a value. Blanks may stand between any two of its
 * parts; a name with other letters stands in quotes, among the labels.
 *
 * @see "Prometheus, Exposition formats: Comments, help text, and type information; OpenMetrics 1.0, Text format"
 */
final class PrometheusLine {
    private final String line;
    private int at;

    PrometheusLine(String line) {
        this.line = line;
    }

    /** The metric's name and labels; empty where the line has no name, or its labels do not end. */
    Optional<PrometheusPage.Series> series() {
        var name = name();
        var labels = new LinkedHashMap<String, String>();
        skipBlanks();
        if (isAt('{')) {
            at++;
            var quoted = labels(labels);
            if (quoted.isEmpty()) {
                return Optional.empty();
            }
            name = name.isEmpty() ? quoted.get() : name;
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(new PrometheusPage.Series(name, labels));
    }

    /** The next word: the value. What follows it is a time, and an example of what was counted. */
    Optional<String> word() {
        skipBlanks();
        var from = at;
        while (at < line.length() && !isBlank()) {
            at++;
        }
        return from == at ? Optional.empty() : Optional.of(line.substring(from, at));
    }

    /** Reads labels to their closing brace; answers the metric's name where it stands among them, empty where there is no brace. */
    private Optional<String> labels(Map<String, String> labels) {
        var metric = "";
        while (at < line.length()) {
            skipBlanks();
            if (isAt('}')) {
                at++;
                return Optional.of(metric);
            }
            if (isAt(',')) {
                at++;
                continue;
            }
            var key = isAt('"') ? quoted() : name();
            skipBlanks();
            if (isAt('=')) {
                at++;
                skipBlanks();
                labels.put(key, isAt('"') ? quoted() : "");
            } else if (key.isEmpty()) {
                at++; // no letter of a label
            } else {
                metric = key;
            }
        }
        return Optional.empty();
    }

    private String name() {
        var from = at;
        while (at < line.length()
                && (Character.isLetterOrDigit(line.charAt(at)) || "_:".indexOf(line.charAt(at)) >= 0)) {
            at++;
        }
        return line.substring(from, at);
    }

    private String quoted() {
        var text = new StringBuilder();
        for (at++; at < line.length() && !isAt('"'); at++) {
            if (isAt('\\') && at + 1 < line.length()) {
                at++;
                text.append(isAt('n') ? '\n' : line.charAt(at));
            } else {
                text.append(line.charAt(at));
            }
        }
        at++;
        return text.toString();
    }

    private void skipBlanks() {
        while (at < line.length() && isBlank()) {
            at++;
        }
    }

    private boolean isBlank() {
        return line.charAt(at) == ' ' || line.charAt(at) == '\t';
    }

    private boolean isAt(char letter) {
        return at < line.length() && line.charAt(at) == letter;
    }
}
