package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.environment.Host;
import norn.files.JsonPathExpression;
import norn.files.LenientJson;
import norn.http.WebClient;
import norn.plan.ShortText;

/** Asks over HTTP. */
final class HttpProbe {
    private static final int SHOWN = 200;

    private HttpProbe() {}

    static ProbeResult ask(Probe.Http probe, Duration timeout, Host host) {
        var headers = new LinkedHashMap<>(probe.headers());
        probe.secretHeaders().forEach((header, secret) -> headers.put(header, host.secret(secret)));
        var values = new LinkedHashMap<String, Object>();
        var slowest = 0L;
        for (var url : probe.urls()) {
            WebClient.Response response;
            try {
                response = WebClient.send(probe.method(), url, headers, probe.body(), timeout);
            } catch (IOException silent) {
                return ProbeResult.failed("%s: no answer: %s".formatted(url, silent.getMessage()));
            }
            slowest = Math.max(slowest, response.duration().toMillis());
            values.put("status", response.status());
            if (!probe.status().contains(response.status())) {
                return new ProbeResult(
                        false,
                        "%s: status %d instead of %s: %s"
                                .formatted(url, response.status(), list(probe.status()), shortened(response.body())),
                        values,
                        response.retryAfter());
            }
            var wrong = response.status() < 400 ? problems(probe, response.body(), values) : List.<String>of();
            if (!wrong.isEmpty()) {
                return new ProbeResult(false, "%s: %s".formatted(url, String.join("; ", wrong)), values, null);
            }
        }
        values.put("slowestMilliseconds", slowest);
        return ProbeResult.passed(
                probe.urls().size() == 1
                        ? "%s answers right in %d ms".formatted(probe.urls().get(0), slowest)
                        : "%d addresses answer right, the slowest in %d ms"
                                .formatted(probe.urls().size(), slowest),
                values);
    }

    private static List<String> problems(Probe.Http probe, String body, Map<String, Object> values) {
        if (probe.expect().isEmpty() && probe.counts().isEmpty()) {
            return List.of();
        }
        JsonNode root;
        try {
            root = LenientJson.tree(body);
        } catch (JsonProcessingException noJson) {
            return List.of("no JSON: " + shortened(body));
        }
        var problems = new ArrayList<String>();
        probe.expect().forEach((path, expected) -> {
            var found = JsonPathExpression.of(path).readText(root);
            if (!found.equals(expected)) {
                problems.add("%s is %s instead of %s".formatted(path, shortened(found), expected));
            }
        });
        for (var count : probe.counts()) {
            count(count, root, values, problems);
        }
        return problems;
    }

    private static void count(Probe.Count count, JsonNode root, Map<String, Object> values, List<String> problems) {
        var list = count.path().read(root);
        if (!list.isArray()) {
            problems.add(
                    "%s is %s instead of a list".formatted(count.path(), shortened(JsonPathExpression.text(list))));
            return;
        }
        var others = new ArrayList<String>();
        var counted = 0;
        for (var element : list) {
            var counts = count.where().entrySet().stream()
                    .allMatch(field -> JsonPathExpression.text(element.path(field.getKey()))
                            .equals(field.getValue()));
            if (counts) {
                counted++;
            } else {
                others.add(label(element, count.where()));
            }
        }
        var name = count.path().expression().replaceFirst("^\\$\\.", "");
        values.put(count.where().isEmpty() ? name : name + "Counted", counted);
        var what = count.where().isEmpty() ? name : "%s with %s".formatted(name, count.where());
        var shown = others.isEmpty() ? "" : ": " + String.join(", ", others.subList(0, Math.min(5, others.size())));
        var exactly = count.exactly();
        var minimum = count.minimum();
        if (exactly != null && counted != exactly) {
            problems.add("%d %s instead of %d%s".formatted(counted, what, exactly, shown));
        }
        if (minimum != null && counted < minimum) {
            problems.add("%d %s instead of at least %d%s".formatted(counted, what, minimum, shown));
        }
    }

    /** An element by its name and what is wrong with it; whole, where it has no name. */
    private static String label(JsonNode element, Map<String, String> where) {
        var name = element.path("name").asText(element.path("id").asText(""));
        if (name.isEmpty()) {
            return shortened(JsonPathExpression.text(element));
        }
        var fields = where.keySet().stream()
                .map(field -> field + " " + JsonPathExpression.text(element.path(field)))
                .toList();
        return shortened(fields.isEmpty() ? name : "%s (%s)".formatted(name, String.join(", ", fields)));
    }

    private static String list(List<Integer> status) {
        return String.join(" or ", status.stream().map(String::valueOf).toList());
    }

    private static String shortened(String text) {
        return ShortText.line(text, SHOWN);
    }
}
