package norn.worker.metric;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How this worker stands. */
public final class WorkerMetrics {
    private static final String READY = "norn_worker_ready";
    private static final String ACTIVE = "norn_worker_active";
    private static final String READABLE = "norn_environment_readable";

    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private final MultiGauge readable;
    private final EnvironmentLabel environments;
    private final ActionMetrics actions;

    WorkerMetrics(MeterRegistry registry, EnvironmentLabel environments, ActionMetrics actions) {
        this.environments = environments;
        this.actions = actions;
        Gauge.builder(READY, ready, AtomicInteger::get)
                .description("1: it is connected, polls, and can read its environments; 0: not, and /ready says why")
                .register(registry);
        Gauge.builder(ACTIVE, active, AtomicInteger::get)
                .description("1: it takes tasks; 0: it stands by for another worker of this host")
                .register(registry);
        readable = MultiGauge.builder(READABLE)
                .description("1: the environment's file can be read; 0: it has problems")
                .register(registry);
    }

    /** Whether it could carry a deployment out now. */
    public void ready(boolean isReady) {
        ready.set(isReady ? 1 : 0);
    }

    /** Whether it takes tasks. */
    public void active(boolean isActive) {
        active.set(isActive ? 1 : 0);
    }

    /** Which environments it can read. */
    public void environments(Map<String, Boolean> isReadable) {
        isReadable.keySet().forEach(actions::prepare);
        readable.register(
                isReadable.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(
                                Tags.of(EnvironmentLabel.NAME, environments.of(each.getKey())),
                                each.getValue() ? 1 : 0))
                        .toList(),
                true);
    }
}
