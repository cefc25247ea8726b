package norn.worker.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import norn.state.Status;

/**
 * How the runs stand that the server knows, as read from it now and then: so nothing is counted by workflow code, which is
 * replayed, and a new worker knows as much as the one before.
 */
public final class RunMetrics {
    private static final String DEPLOYMENTS = "norn_deployments";
    private static final String ENDED = "norn_deployments_ended";
    private static final String UNREADABLE = "norn_deployments_unreadable";
    private static final String STEPS = "norn_steps";
    private static final String WAITING = "norn_waiting";
    private static final String OLDEST = "norn_waiting_oldest_seconds";
    private static final String OVERDUE = "norn_waiting_overdue";
    private static final String USERS_OUT = "norn_users_out_seconds";
    private static final String IN_TROUBLE = "norn_runs_in_trouble";
    private static final String READ_AT = "norn_runs_read_timestamp_seconds";
    private static final String READ_FAILURES = "norn_runs_read_failures";

    private final MultiGauge deployments;
    private final MultiGauge ended;
    private final MultiGauge steps;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final MultiGauge overdue;
    private final MultiGauge usersOut;
    private final MultiGauge inTrouble;
    private final AtomicInteger unreadable = new AtomicInteger();
    private final AtomicLong readAtMillis = new AtomicLong();
    private final Counter readFailures;
    private final EnvironmentLabel environments;

    RunMetrics(MeterRegistry registry, EnvironmentLabel environments) {
        this.environments = environments;
        deployments = gauge(registry, DEPLOYMENTS, "open deployments and rollbacks, by their status");
        ended = gauge(
                registry, ENDED, "deployments that have ended and that the server still remembers, by final status");
        steps = gauge(registry, STEPS, "steps of open deployments, by their state");
        waiting = gauge(registry, WAITING, "what waits for people in open deployments, by its kind");
        oldest = gauge(registry, OLDEST, "how long the longest of them has been waiting");
        overdue = gauge(registry, OVERDUE, "how many of them are past their deadline");
        usersOut = gauge(registry, USERS_OUT, "for how long users have been out; 0: they are in");
        inTrouble = gauge(registry, IN_TROUBLE, "runs of which Temporal reports problems, by type and cause");
        Gauge.builder(UNREADABLE, unreadable, AtomicInteger::get)
                .description("open deployments that did not answer when asked how they stand")
                .register(registry);
        Gauge.builder(READ_AT, readAtMillis, at -> at.get() / 1000.0)
                .description("when the runs were last read from the server")
                .register(registry);
        readFailures = Counter.builder(READ_FAILURES)
                .description("how often they could not be read")
                .register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** What is open, as of that time. */
    void show(List<OpenDeployment> open, Instant now) {
        var numbers = new OpenDeployments(environments, now);
        open.forEach(numbers::add);
        register(deployments, numbers.byStatus);
        register(steps, numbers.steps);
        register(waiting, numbers.waiting);
        register(oldest, numbers.oldestSeconds);
        register(overdue, numbers.overdue);
        register(usersOut, numbers.usersOutSeconds);
        unreadable.set(numbers.unreadable);
        readAtMillis.set(now.toEpochMilli());
    }

    /** How many have ended, by their final status. */
    public void showEnded(Map<Status, Long> counts) {
        var rows = new LinkedHashMap<Tags, Double>();
        counts.forEach((status, count) ->
                rows.put(Tags.of("status", status.name().toLowerCase(Locale.ROOT)), (double) count));
        register(ended, rows);
    }

    /** Which runs are in trouble. */
    void showTrouble(List<ReportedProblem> problems) {
        var rows = new LinkedHashMap<Tags, Double>();
        for (var problem : problems) {
            rows.merge(Tags.of("type", problem.type(), "cause", problem.cause()), 1.0, Double::sum);
        }
        register(inTrouble, rows);
    }

    /** The server did not tell. */
    void showUnread() {
        readFailures.increment();
    }

    private static void register(MultiGauge gauge, Map<Tags, Double> numbers) {
        gauge.register(
                numbers.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(each.getKey(), each.getValue()))
                        .toList(),
                true);
    }
}
