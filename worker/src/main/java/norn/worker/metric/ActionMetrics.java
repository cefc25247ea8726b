package norn.worker.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import norn.action.ActionFailed;
import norn.action.WatchLook;
import norn.action.run.Actions;
import norn.state.Evidence;

/**
 * What the actions on this host come to. They are counted where they run, not where they are ordered: a run that is replayed counts
 * nothing twice. No label holds a deployment or a step: these are ever new.
 */
public final class ActionMetrics {
    static final String DURATION = "norn_action";

    private static final String FAILURES = "norn_action_failures";
    private static final String FENCE_REFUSALS = "norn_fence_refusals";
    private static final String UNDELIVERED = "norn_notices_undelivered";
    private static final String SAMPLES = "norn_watch_samples";
    private static final String GAPS = "norn_watch_gap_seconds";
    private static final String LAST_SAMPLE = "norn_watch_last_sample_timestamp_seconds";
    private static final String WATCHES = "norn_watches_running";
    private static final String STALE_FENCE = "StaleFence";
    private static final String OTHER = "other";
    private static final String ALL = "all";
    private static final String SOME = "some";
    private static final String NONE = "none";

    private static final Set<String> ACTIONS = Set.copyOf(Actions.known().keySet());
    private static final Set<String> NOTIFYING = Set.of("announce", "notify", "page");
    private static final String WATCH = "watch";
    private static final int MAX_ERRORS = 200;

    private final MeterRegistry registry;
    private final EnvironmentLabel environments;
    private final Map<String, Watching> watching = new ConcurrentHashMap<>();
    private final Set<String> errors = ConcurrentHashMap.newKeySet();

    ActionMetrics(MeterRegistry registry, EnvironmentLabel environments) {
        this.registry = registry;
        this.environments = environments;
    }

    /** Begins to count for that environment at zero: of what begins with one, an alert would not see that it grew. */
    void prepare(String environment) {
        var label = environments.of(environment);
        fenceRefusals(label);
        undelivered(label);
        gaps(label);
        for (var data : List.of(ALL, SOME, NONE)) {
            samples(label, data);
        }
    }

    private Counter fenceRefusals(String environment) {
        return counter(
                FENCE_REFUSALS, "orders that were refused because another holder has the environment", environment);
    }

    private Counter undelivered(String environment) {
        return counter(UNDELIVERED, "notices and pages that reached nobody, after all tries", environment);
    }

    private Counter gaps(String environment) {
        return counter(GAPS, "time in which a watch should have looked and did not", environment);
    }

    private Counter samples(String environment, String data) {
        return counter(SAMPLES, "samples of watches, by how many measures had data", environment, "data", data);
    }

    private Counter counter(String name, String description, String environment, String... more) {
        return Counter.builder(name)
                .description(description)
                .tags(Tags.of(EnvironmentLabel.NAME, environment).and(more))
                .register(registry);
    }

    /** The watches of one environment. */
    private static final class Watching {
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicLong lastSampleAtMillis = new AtomicLong();
    }

    /** An action of that environment begins; tells when it has ended. */
    public Running begin(String environment, String action) {
        return new Running(environments.of(environment), ACTIONS.contains(action) ? action : OTHER);
    }

    private Watching watching(String environment) {
        return watching.computeIfAbsent(environment, key -> {
            var created = new Watching();
            Gauge.builder(WATCHES, created.running, AtomicInteger::get)
                    .description("watches that run on this host")
                    .tags(EnvironmentLabel.NAME, environment)
                    .register(registry);
            Gauge.builder(LAST_SAMPLE, created.lastSampleAtMillis, last -> last.get() / 1000.0)
                    .description("when a watch last took a sample, or began")
                    .tags(EnvironmentLabel.NAME, environment)
                    .register(registry);
            return created;
        });
    }

    /** One try of an action, from its begin to its end. */
    public final class Running implements AutoCloseable {
        private final String environment;
        private final String action;
        private final long begunAt = System.nanoTime();

        private Running(String environment, String action) {
            this.environment = environment;
            this.action = action;
            if (action.equals(WATCH)) {
                var here = watching(environment);
                here.running.incrementAndGet();
                here.lastSampleAtMillis.set(System.currentTimeMillis());
            }
        }

        /** It reached its goal, or found out what it was to find out. */
        public void ended(Evidence evidence) {
            record(evidence.outcome().name().toLowerCase(Locale.ROOT));
        }

        /**
         * It failed.
         *
         * @param isLast whether it is not tried again by itself
         */
        public void failed(ActionFailed failure, boolean isLast) {
            record("failed");
            counter(FAILURES, "tries that failed", environment, "error", bounded(failure.error()))
                    .increment();
            if (failure.error().equals(STALE_FENCE)) {
                fenceRefusals(environment).increment();
            }
            if (isLast && NOTIFYING.contains(action)) {
                undelivered(environment).increment();
            }
        }

        /** Its run wants it no more. */
        public void stopped() {
            record("stopped");
        }

        /** The next worker does it again. */
        public void handedOver() {
            record("handed_over");
        }

        /** A watch has taken a sample. */
        public void looked(WatchLook look) {
            watching(environment).lastSampleAtMillis.set(System.currentTimeMillis());
            samples(environment, look.unknown() == 0 ? ALL : look.known() == 0 ? NONE : SOME)
                    .increment();
            gaps(environment).increment(look.gap().toMillis() / 1000.0);
        }

        private void record(String outcome) {
            Timer.builder(DURATION)
                    .description("how long tries of actions took, by how they ended")
                    .tags("action", action, "outcome", outcome)
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - begunAt));
        }

        @Override
        public void close() {
            if (action.equals(WATCH)) {
                watching(environment).running.decrementAndGet();
            }
        }
    }

    private String bounded(String error) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(error);
        }
        return errors.contains(error) ? error : OTHER;
    }
}
