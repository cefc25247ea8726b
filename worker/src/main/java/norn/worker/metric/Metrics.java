package norn.worker.metric;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The metrics of one worker in Prometheus' format: those of Temporal's SDK under their usual names, and Norn's own. */
public final class Metrics implements AutoCloseable {
    private static final double REPORT_SECONDS = 10;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Scope scope;
    private final ActionMetrics actions;
    private final RunMetrics runs;
    private final WorkerMetrics worker;

    /** Metrics of which nothing has been counted yet. */
    public Metrics() {
        registry.config().meterFilter(new Histograms());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        scope = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(registry))
                .reportEvery(Duration.ofSeconds(REPORT_SECONDS));
        var environments = new EnvironmentLabel();
        actions = new ActionMetrics(registry, environments);
        runs = new RunMetrics(registry, environments);
        worker = new WorkerMetrics(registry, environments, actions);
    }

    /** Where Temporal's client and workers report to. */
    public Scope scope() {
        return scope;
    }

    /** What the actions on this host come to. */
    public ActionMetrics actions() {
        return actions;
    }

    /** How the runs stand that the server knows. */
    public RunMetrics runs() {
        return runs;
    }

    /** How this worker stands. */
    public WorkerMetrics worker() {
        return worker;
    }

    /** All of them, as Prometheus reads them. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        try {
            scope.close();
        } catch (ScopeCloseException unreported) {
            LoggerFactory.getLogger(Metrics.class)
                    .warn("event=metrics-not-reported reason={}", unreported.getMessage());
        }
        registry.close();
    }

    /** Durations in few buckets: those of Temporal's tasks are short, those of actions may be long. */
    private static final class Histograms implements MeterFilter {
        private static final double[] TASKS = nanoseconds(0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60);
        private static final double[] ACTIONS = nanoseconds(0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400);

        private static double[] nanoseconds(double... seconds) {
            return DoubleStream.of(seconds).map(value -> value * 1e9).toArray();
        }

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (id.getType() != Meter.Type.TIMER) {
                return config;
            }
            return Stream.of("temporal_", ActionMetrics.DURATION)
                    .filter(id.getName()::startsWith)
                    .findFirst()
                    .map(prefix -> DistributionStatisticConfig.builder()
                            .percentilesHistogram(false) // the SDK asks for some seventy buckets each
                            .serviceLevelObjectives(prefix.equals(ActionMetrics.DURATION) ? ACTIONS : TASKS)
                            .build()
                            .merge(config))
                    .orElse(config);
        }
    }
}
