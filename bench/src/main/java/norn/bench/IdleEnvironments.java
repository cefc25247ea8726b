package norn.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.action.Action;
import norn.action.Action.Option;
import norn.action.EvidenceBuilder;
import norn.action.FailPoint;
import norn.action.Heartbeats;
import norn.action.NamedAction;
import norn.action.run.ActionRunner;
import norn.action.run.Actions;
import norn.environment.Host;
import norn.environment.LoadedHost;
import norn.plan.Order;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.runbook.Runbook;
import norn.state.Evidence;
import norn.worker.ActionInvoker;
import norn.worker.EnvironmentProvider;

/**
 * Environments whose actions do nothing, on Norn's own way of running actions; it notes when each step begins. Each
 * deployment has an environment of its own, and a runbook with it.
 */
final class IdleEnvironments implements EnvironmentProvider, ActionInvoker {
    /** The action that does nothing. */
    static final String ACTION = "rest";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Action REST = idle(ACTION);

    /** What every run notifies people by. */
    private static final Action NOTIFY = idle(
            "notify",
            Objects.requireNonNull(Actions.known().get("notify")).options().toArray(Option[]::new));

    private static final Map<String, Action> ACTIONS = Map.of(REST.name(), REST, NOTIFY.name(), NOTIFY);

    private final Path records;
    private final Map<String, Runbook> runbooks = new ConcurrentHashMap<>();
    private final Map<String, Host> host = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Long>> starts = new ConcurrentHashMap<>();

    private static Action idle(String name, Option... options) {
        return NamedAction.harmless(
                name,
                "Does nothing.",
                (order, attempt) -> new EvidenceBuilder(attempt.host(), Clock.systemUTC()).done("rested"),
                options);
    }

    IdleEnvironments(Path records) {
        this.records = records;
    }

    /** From now on that environment has that runbook. */
    void environment(String name, Runbook runbook) {
        runbooks.put(name, runbook);
        host.put(name, new LoadedHost(name, records.resolve(name), List.of(), Map.of(), Map.of(), ""));
    }

    /** When the step of that environment began, by {@link System#nanoTime}; waits for it. */
    long startOf(String environment, String step) {
        try {
            return startFuture(environment, step).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        } catch (ExecutionException | TimeoutException never) {
            throw new IllegalStateException("%s never began in %s".formatted(step, environment), never);
        }
    }

    private CompletableFuture<Long> startFuture(String environment, String step) {
        return starts.computeIfAbsent(environment + "/" + step, key -> new CompletableFuture<>());
    }

    @Override
    public Host host(String environment) {
        return known(host, environment);
    }

    @Override
    public Plan plan(PlanRequest request) {
        var environment = request.environment();
        return BenchmarkRunbooks.plan(
                request, known(runbooks, environment), host(environment).sha256());
    }

    private static <T> T known(Map<String, T> all, String environment) {
        return Objects.requireNonNull(all.get(environment), () -> "no environment " + environment);
    }

    @Override
    public Evidence run(Host host, String action, Order order, Heartbeats heartbeats) {
        startFuture(order.environment(), order.step()).complete(System.nanoTime());
        return new ActionRunner(host, Clock.systemUTC(), ACTIONS, FailPoint.NONE).run(action, order, heartbeats);
    }
}
