package norn.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.Attempt;
import norn.files.JsonPathExpression;
import norn.files.LenientJson;
import norn.http.WebClient;
import norn.probe.LogLines;
import norn.probe.ReadOnlyQuery;
import norn.service.Services;
import org.jspecify.annotations.Nullable;

/** Looks at everything that is to be watched, once. What cannot be measured is noted as such, with the reason. */
final class Sampler {
    private final WatchSettings settings;
    private final Attempt attempt;
    private final Map<String, Instant> retryAt = new LinkedHashMap<>();

    Sampler(WatchSettings settings, Attempt attempt) {
        this.settings = settings;
        this.attempt = attempt;
    }

    /** One look; {@code logEnds} is how long the log files were at the one before, empty where there was none. */
    Sample sample(Map<String, Long> logEnds) throws InterruptedException {
        var noData = new LinkedHashMap<String, String>();
        var at = attempt.clock().millis();
        var serviceProblems = serviceProblems();
        var agents = agents(noData);
        var good = agents.map(this::healthyAgents).orElse(null);
        var cost = cost(noData);
        var page = metrics(noData);
        var ends = new LinkedHashMap<String, Long>();
        var errors = errorLines(logEnds, ends, noData);
        var asked = settings.agents();
        return new Sample(
                at,
                serviceProblems,
                good,
                good == null || asked == null ? null : asked.expected(),
                agents.map(this::successPercent).orElse(null),
                cost,
                page.map(this::latency).filter(buckets -> !buckets.isEmpty()).orElse(null),
                page.map(metrics -> requests(metrics, false)).orElse(null),
                page.map(metrics -> requests(metrics, true)).orElse(null),
                page.map(this::pool).orElse(null),
                errors,
                ends,
                dataProblems(noData),
                noData);
    }

    private @Nullable List<String> serviceProblems() throws InterruptedException {
        if (settings.services().isEmpty()) {
            return null;
        }
        var services = new Services(attempt);
        var serviceProblems = new ArrayList<String>();
        for (var name : settings.services()) {
            services.problem(name).ifPresent(serviceProblems::add);
        }
        return serviceProblems;
    }

    private Optional<JsonNode> agents(Map<String, String> noData) {
        var asked = settings.agents();
        return asked == null ? Optional.empty() : json("agents", asked.url(), noData);
    }

    private int healthyAgents(JsonNode page) {
        var asked = settings.agents();
        if (asked == null) {
            return 0;
        }
        var good = 0;
        for (var agent : asked.path().read(page)) {
            if (JsonPathExpression.text(agent.path(asked.field())).equals(asked.good())) {
                good++;
            }
        }
        return good;
    }

    private @Nullable Double successPercent(JsonNode page) {
        var asked = settings.agents();
        if (asked == null || asked.success() == null) {
            return null;
        }
        var rate = asked.success().read(page);
        return rate.isNumber() ? (Double) (100 * rate.asDouble()) : null;
    }

    private @Nullable Double cost(Map<String, String> noData) {
        var asked = settings.costs();
        if (asked == null) {
            return null;
        }
        var page = json("costs", asked.url(), noData);
        if (page.isEmpty()) {
            return null;
        }
        var cost = asked.path().read(page.get());
        if (cost.isNumber()) {
            return cost.asDouble();
        }
        noData.put("costs", "%s is %s".formatted(asked.path(), JsonPathExpression.text(cost)));
        return null;
    }

    private Optional<Prometheus> metrics(Map<String, String> noData) {
        var asked = settings.metrics();
        if (asked == null) {
            return Optional.empty();
        }
        var page = page("metrics", asked.url(), noData).map(Prometheus::new);
        page.ifPresent(metrics -> {
            var named = new ArrayList<String>();
            for (var name : new @Nullable String[] {asked.requests(), asked.poolUsed(), asked.poolSize()}) {
                if (name != null && metrics.sum(name).isEmpty()) {
                    named.add(name);
                }
            }
            if (asked.latency() != null && metrics.histogram(asked.latency()).isEmpty()) {
                named.add(asked.latency());
            }
            if (!named.isEmpty()) {
                noData.put("metrics", "the page has no " + String.join(", ", named));
            }
        });
        return page;
    }

    private Map<String, Double> latency(Prometheus page) {
        var asked = settings.metrics();
        return asked == null || asked.latency() == null ? Map.of() : page.histogram(asked.latency());
    }

    private @Nullable Double requests(Prometheus page, boolean errorsOnly) {
        var asked = settings.metrics();
        if (asked == null || asked.requests() == null) {
            return null;
        }
        var all = page.sum(asked.requests());
        var chosen = errorsOnly
                ? page.sum(
                        asked.requests(),
                        labels -> labels.getOrDefault("status", "").startsWith("5"))
                : all;
        return all.isEmpty() ? null : (Double) chosen.orElse(0);
    }

    private @Nullable Double pool(Prometheus page) {
        var asked = settings.metrics();
        if (asked == null || asked.poolUsed() == null || asked.poolSize() == null) {
            return null;
        }
        var used = page.sum(asked.poolUsed());
        var size = page.sum(asked.poolSize());
        return used.isEmpty() || size.isEmpty() || size.getAsDouble() <= 0
                ? null
                : (Double) (100 * used.getAsDouble() / size.getAsDouble());
    }

    private @Nullable Integer errorLines(Map<String, Long> before, Map<String, Long> ends, Map<String, String> noData) {
        var asked = settings.logs();
        if (asked == null) {
            return null;
        }
        var bad = 0;
        for (var file : asked.files()) {
            try {
                var from = before.get(file.toString());
                var lines = from == null
                        ? LogLines.since(file, attempt.clock().instant().minus(settings.interval()))
                        : LogLines.lines(file, from);
                ends.put(file.toString(), Files.size(file));
                bad += LogLines.matching(lines, asked.patterns(), asked.allow()).size();
            } catch (IOException unreadable) {
                noData.put("logs", "%s: %s".formatted(file, unreadable.getMessage()));
                return null;
            }
        }
        return bad;
    }

    private @Nullable Integer dataProblems(Map<String, String> noData) {
        if (settings.integrity().isEmpty()) {
            return null;
        }
        var problems = 0;
        var database = ReadOnlyQuery.forDatabase(attempt, settings.timeout());
        if (database.isEmpty()) {
            noData.put("integrity", "the environment file has no section database");
            return null;
        }
        for (var statement : settings.integrity().entrySet()) {
            try {
                var counted = database.get().firstValue(statement.getValue());
                problems += (int) Double.parseDouble(counted.orElse(""));
            } catch (SQLException | NumberFormatException unanswered) {
                noData.put(
                        "integrity",
                        "%s: %s"
                                .formatted(
                                        statement.getKey(), attempt.redact(String.valueOf(unanswered.getMessage()))));
                return null;
            }
        }
        return problems;
    }

    private Optional<JsonNode> json(String what, String url, Map<String, String> noData) {
        return page(what, url, noData).flatMap(text -> {
            try {
                return Optional.of(LenientJson.tree(text));
            } catch (JsonProcessingException noJson) {
                noData.put(what, "no JSON");
                return Optional.empty();
            }
        });
    }

    /** The page's text, unless it cannot be had, or it was said not to ask again so soon. */
    private Optional<String> page(String what, String url, Map<String, String> noData) {
        var now = attempt.clock().instant();
        var allowed = retryAt.get(url);
        if (allowed != null && now.isBefore(allowed)) {
            noData.put(what, "not asked before %s, as it wished".formatted(allowed));
            return Optional.empty();
        }
        try {
            var response = WebClient.get(url, settings.timeout());
            if (response.status() == 200) {
                return Optional.of(response.body());
            }
            noData.put(what, "status " + response.status());
            if (response.retryAfter() != null) {
                retryAt.put(url, now.plus(response.retryAfter()));
            }
        } catch (IOException silent) {
            noData.put(what, "no answer: " + silent.getMessage());
        }
        return Optional.empty();
    }
}
