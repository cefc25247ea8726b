package norn.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen at one moment. Null is "no data", which is neither good nor bad.
 *
 * @param atEpochMillis milliseconds since 1970
 * @param serviceProblems what is wrong with which services; empty: all are up; null: none were asked
 * @param agentsHealthy agents in the right state, of {@code agentsExpected}
 * @param agentSuccessPercent what the agents' page says of their success
 * @param costDollarsPerDay what the cost page says
 * @param latency requests by upper bound in seconds since the service's start, as Prometheus counts: each bound holds all below
 * @param requests answered since the service's start
 * @param serverErrors of those, with a status of 500 or more
 * @param poolPercent connections in use of those there may be
 * @param errorLines lines that look like errors, since the look before
 * @param logEnds how long each log file was
 * @param dataProblems what the integrity statements counted
 * @param noData what was to be measured and could not be, each with the reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sample(
        long atEpochMillis,
        @Nullable List<String> serviceProblems,
        @Nullable Integer agentsHealthy,
        @Nullable Integer agentsExpected,
        @Nullable Double agentSuccessPercent,
        @Nullable Double costDollarsPerDay,
        @Nullable Map<String, Double> latency,
        @Nullable Double requests,
        @Nullable Double serverErrors,
        @Nullable Double poolPercent,
        @Nullable Integer errorLines,
        Map<String, Long> logEnds,
        @Nullable Integer dataProblems,
        Map<String, String> noData) {
    /** Agents that do not do what they should, in percent of those there must be. */
    @Nullable
    Double agentsFailingPercent() {
        if (agentsHealthy == null || agentsExpected == null || agentsExpected == 0) {
            return null;
        }
        return 100.0 * Math.max(0, agentsExpected - agentsHealthy) / agentsExpected;
    }

    /** Whether all services were up; null where none were asked. */
    @Nullable
    Boolean isUp() {
        return serviceProblems == null ? null : serviceProblems.isEmpty();
    }
}
