package norn.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import norn.action.ForeignText;
import norn.environment.AddressCheck;
import norn.files.JsonPathExpression;
import norn.files.LenientJson;
import norn.http.WebClient;
import norn.plan.ShortText;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Requests over HTTP. 429 and 503 with Retry-After are honoured.
 *
 * @param urls each must answer as expected
 * @param body sent as JSON, or as what a header {@code Content-Type} says; null: none
 * @param headers sent with it
 * @param secretHeaders sent with it, by the secret's name
 * @param status the expected ones; where a redirection is among them, it is not followed
 * @param expect JSON paths such as {@code $.checks.database}, and the text each must have; {@code $} alone is the whole answer, JSON or not
 * @param counts how many elements JSON lists must have
 * @param once it costs money or changes something: sent at most once a deployment, never blindly again
 */
@Kind("http")
record HttpProbe(
        List<String> urls,
        @Default("GET") String method,
        @Nullable String body,
        Map<String, String> headers,
        @Refers("secrets") Map<String, String> secretHeaders,
        @Default("[200]") @Range(from = 100, to = 599) List<Integer> status,
        Map<String, String> expect,
        List<ElementCount> counts,
        boolean once)
        implements Probe {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String WHOLE = "$";
    private static final int FIRST_REDIRECTION = 300;
    private static final int LAST_REDIRECTION = 399;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

    HttpProbe {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("urls: expected at least one");
        }
        urls.forEach(url -> AddressCheck.page("urls", url, "secretHeaders"));
        expect.keySet().forEach(JsonPathExpression::of);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException(
                    "method: %s. Expected one of %s".formatted(method, String.join(", ", METHODS)));
        }
        if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
            throw new IllegalArgumentException("body: %s sends none. Expected method: POST".formatted(method));
        }
        for (var names : List.of(headers.keySet(), secretHeaders.keySet())) {
            WebClient.requireHeaders(names);
        }
    }

    @Override
    public boolean isRepeatable() {
        return !once;
    }

    @Override
    public ProbeResult run(ProbeRun run) {
        var all = new LinkedHashMap<>(headers);
        secretHeaders.forEach(
                (header, secret) -> all.put(header, run.attempt().host().secret(secret)));
        var values = new LinkedHashMap<String, Object>();
        var slowest = 0L;
        for (var url : urls) {
            WebClient.Response response;
            try {
                response = WebClient.send(method, url, all, body, run.timeout(), !expectsRedirection());
            } catch (IOException unanswered) {
                return ProbeResult.failed("%s: no answer: %s".formatted(url, unanswered.getMessage()));
            }
            slowest = Math.max(slowest, response.duration().toMillis());
            values.put("status", response.status());
            if (!status.contains(response.status())) {
                return ProbeResult.failed(
                                "%s: status %d instead of %s. %s"
                                        .formatted(
                                                url, response.status(), expectedStatus(), saved(response.body(), run)),
                                values)
                        .retryAfter(response.retryAfter());
            }
            var problems = problems(response, values, run);
            if (!problems.isEmpty()) {
                return ProbeResult.failed("%s: %s".formatted(url, String.join("; ", problems)), values);
            }
        }
        values.put("slowestMilliseconds", slowest);
        return ProbeResult.passed(
                urls.size() == 1
                        ? "%s answers as expected in %d ms".formatted(urls.get(0), slowest)
                        : "%d addresses answer as expected, the slowest in %d ms".formatted(urls.size(), slowest),
                values);
    }

    private List<String> problems(WebClient.Response response, Map<String, Object> values, ProbeRun run) {
        var answer = response.body();
        var redirectedTo = response.redirectedTo();
        if (expect.isEmpty() && counts.isEmpty()) {
            return redirectedTo == null
                    ? List.of()
                    : List.of(
                            "it redirects to %s, which may be a page to log in. Expected: the address that answers, or expect"
                                    .formatted(ShortText.line(redirectedTo, ProbeResult.MAX_CHARACTERS)));
        }
        if (response.isCut()) {
            return List.of("the answer is longer than 4 MB, and is not read. Expected: an address that answers less");
        }
        JsonNode document;
        try {
            document = LenientJson.tree(answer);
        } catch (JsonProcessingException noJson) {
            if (!counts.isEmpty() || !expect.keySet().equals(Set.of(WHOLE))) {
                return List.of("the answer is no JSON. " + saved(answer, run));
            }
            document = TextNode.valueOf(answer.strip());
        }
        return problems(document, values, run);
    }

    private List<String> problems(JsonNode document, Map<String, Object> values, ProbeRun run) {
        var problems = new ArrayList<String>();
        expect.forEach((path, expected) -> {
            var found = JsonPathExpression.of(path).read(document);
            if (!isExpected(found, expected)) {
                problems.add("%s is %s instead of %s"
                        .formatted(
                                path,
                                ShortText.line(JsonPathExpression.text(found), ProbeResult.MAX_CHARACTERS),
                                expected));
            }
        });
        for (var count : counts) {
            problems.addAll(
                    count.problems(document, values, run.attempt().clock().instant()));
        }
        return problems;
    }

    /** The same text, or the same number: {@code 1.0} is 1. */
    private static boolean isExpected(JsonNode found, String expected) {
        return JsonPathExpression.text(found).equals(expected)
                || (found.isNumber()
                        && Double.isFinite(found.doubleValue())
                        && NUMBER.matcher(expected).matches()
                        && found.decimalValue().compareTo(new BigDecimal(expected)) == 0);
    }

    private static String saved(String answer, ProbeRun run) {
        return ForeignText.save(run.attempt(), run.name() + "-answer", answer);
    }

    private boolean expectsRedirection() {
        return status.stream().anyMatch(expected -> expected >= FIRST_REDIRECTION && expected <= LAST_REDIRECTION);
    }

    private String expectedStatus() {
        return status.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }
}
