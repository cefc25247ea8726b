package norn.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import norn.action.Attempt;
import norn.environment.SecretMissing;
import norn.files.LenientJson;
import norn.http.WebClient;
import norn.service.Services;
import org.jspecify.annotations.Nullable;

/**
 * One moment at which every source is read: a page is requested once, a service checked once, however many measures come from
 * it. A page that asks for time (Retry-After) is left alone until then, also at later moments.
 */
public final class Moment {
    private final Attempt attempt;
    private final Duration interval;
    private final Duration timeout;
    private final Map<String, Instant> retryAt;
    private final long atEpochMillis;
    private final Map<String, String> pages = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, Optional<String>> services = new LinkedHashMap<>();

    private Moment(Attempt attempt, Duration interval, Duration timeout, Map<String, Instant> retryAt) {
        this.attempt = attempt;
        this.interval = interval;
        this.timeout = timeout;
        this.retryAt = retryAt;
        this.atEpochMillis = attempt.clock().millis();
    }

    /** The first moment: now. {@code interval} is the time between two, {@code timeout} how long an answer may take. */
    public static Moment first(Attempt attempt, Duration interval, Duration timeout) {
        return new Moment(attempt, interval, timeout, new LinkedHashMap<>());
    }

    /** The next moment: now. */
    public Moment next() {
        return new Moment(attempt, interval, timeout, retryAt);
    }

    /** Milliseconds since 1970. */
    public long atEpochMillis() {
        return atEpochMillis;
    }

    Attempt attempt() {
        return attempt;
    }

    Duration interval() {
        return interval;
    }

    Duration timeout() {
        return timeout;
    }

    /** What is wrong with that service; empty: it is up. */
    Optional<String> serviceProblem(String name) throws InterruptedException {
        var known = services.get(name);
        if (known == null) {
            known = new Services(attempt).problem(name);
            services.put(name, known);
        }
        return known;
    }

    /** The page's JSON. {@code secretHeaders}: sent with the request, by the secret's name. */
    JsonNode json(String url, Map<String, String> secretHeaders) throws NoData {
        try {
            return LenientJson.tree(page(url, secretHeaders));
        } catch (JsonProcessingException noJson) {
            throw new NoData("the page is no JSON");
        }
    }

    /** The page's metrics. {@code secretHeaders}: sent with the request, by the secret's name. */
    PrometheusPage metrics(String url, Map<String, String> secretHeaders) throws NoData {
        return new PrometheusPage(page(url, secretHeaders));
    }

    private String page(String url, Map<String, String> secretHeaders) throws NoData {
        if (!pages.containsKey(url) && !failures.containsKey(url)) {
            request(url, secretHeaders);
        }
        var page = pages.get(url);
        if (page == null) {
            throw new NoData(failures.getOrDefault(url, "no answer"));
        }
        return page;
    }

    private void request(String url, Map<String, String> secretHeaders) {
        var now = attempt.clock().instant();
        var allowed = retryAt.get(url);
        if (allowed != null && now.isBefore(allowed)) {
            failures.put(url, "not requested before %s, as the page asked".formatted(allowed));
            return;
        }
        try {
            var headers = new LinkedHashMap<String, String>();
            secretHeaders.forEach(
                    (header, secret) -> headers.put(header, attempt.host().secret(secret)));
            var response = WebClient.send("GET", url, headers, null, timeout);
            if (response.status() == 200 && response.isCut()) {
                failures.put(url, "the page is longer than 4 MB, and what is missing of it is unknown");
                return;
            }
            if (response.status() == 200) {
                pages.put(url, response.body());
                return;
            }
            failures.put(url, "status " + response.status());
            noteRetry(url, response.retryAfter(), now);
        } catch (SecretMissing missing) {
            failures.put(url, String.valueOf(missing.getMessage()));
        } catch (IOException silent) {
            failures.put(url, "no answer: " + silent.getMessage());
        }
    }

    private void noteRetry(String url, @Nullable Duration retryAfter, Instant now) {
        if (retryAfter != null) {
            retryAt.put(url, now.plus(retryAfter));
        }
    }
}
