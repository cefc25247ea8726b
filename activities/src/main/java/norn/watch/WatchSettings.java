package norn.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.files.JsonPathExpression;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at while a release is watched. What is not named is not measured, and never counted as good.
 *
 * @param interval how often, real time
 * @param timeout how long an answer may take
 * @param agents the agents' state; null: there is no such page
 * @param costs what the language models cost; null: there is no such page
 * @param metrics a page in Prometheus' text format; null: there is none
 * @param services names of the services that must be up
 * @param logs files in which lines that look like errors are counted; null: none
 * @param integrity statements whose first column counts problems, by name; they run in the database section's database
 */
public record WatchSettings(
        @Default("30s") Duration interval,
        @Default("5s") Duration timeout,
        @Nullable Agents agents,
        @Nullable Costs costs,
        @Nullable Metrics metrics,
        List<String> services,
        @Nullable WatchedLogs logs,
        Map<String, String> integrity) {
    public WatchSettings {
        if (interval.toMillis() < 100) {
            throw new IllegalArgumentException("interval: %s is too often, at least 100ms".formatted(interval));
        }
    }

    /**
     * The page that lists the agents.
     *
     * @param path JSON path of the list
     * @param field of each that holds its state
     * @param good the state that is right
     * @param expected how many there must be: a missing one counts as failing
     * @param success JSON path of the share of their work that succeeds, 0 to 1; null: their states say it
     */
    public record Agents(
            String url,
            @Default("$.agents") JsonPathExpression path,
            @Default("status") String field,
            @Default("active") String good,
            int expected,
            @Nullable JsonPathExpression success) {}

    /**
     * The page that tells the cost.
     *
     * @param path JSON path of the dollars a day
     */
    public record Costs(
            String url, @Default("$.daily_cost_usd") JsonPathExpression path) {}

    /**
     * A page of metrics, by their names there.
     *
     * @param latency histogram of response times in seconds; null: not there
     * @param requests counter of requests with the label {@code status}; null: not there
     * @param poolUsed gauge of connections in use; null: not there
     * @param poolSize gauge of connections that there may be; null: not there
     */
    public record Metrics(
            String url,
            @Nullable String latency,
            @Nullable String requests,
            @Nullable String poolUsed,
            @Nullable String poolSize) {}

    /**
     * Log files.
     *
     * @param patterns lines that count
     * @param allow lines that do not count all the same
     */
    public record WatchedLogs(
            List<Path> files,

            @Default("['\\b(ERROR|CRITICAL|FATAL)\\b', 'Traceback \\(most recent call last\\)']")
            List<Pattern> patterns,

            List<Pattern> allow) {}
}
