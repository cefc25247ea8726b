package norn.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.action.Action;
import norn.action.ActionRunner;
import norn.action.Beats;
import norn.action.Boundary;
import norn.action.Evidences;
import norn.action.NamedAction;
import norn.environment.Hands;
import norn.environment.HostHands;
import norn.journal.Evidence;
import norn.plan.Order;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.runbook.Runbook;
import norn.worker.Environments;
import norn.worker.Runner;

/**
 * Environments in which one action does nothing, on Norn's own way of running actions; it notes when each step begins. Each
 * deployment has an environment of its own, and a runbook with it.
 */
final class IdleWorld implements Environments, Runner {
    /** The action that does nothing. */
    static final String ACTION = "rest";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Action REST = NamedAction.harmless(
            ACTION,
            "Does nothing.",
            (order, attempt) -> new Evidences(attempt.hands(), Clock.systemUTC()).done("rested"));

    private final Path records;
    private final Map<String, Runbook> books = new ConcurrentHashMap<>();
    private final Map<String, Hands> hands = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Long>> starts = new ConcurrentHashMap<>();

    IdleWorld(Path records) {
        this.records = records;
    }

    /** From now on that environment has that runbook. */
    void environment(String name, Runbook book) {
        books.put(name, book);
        hands.put(name, new HostHands(name, records.resolve(name), List.of(), Map.of(), Map.of(), ""));
    }

    /** When the step of that environment began, by {@link System#nanoTime}; waits for it. */
    long startOf(String environment, String step) {
        try {
            return begun(environment, step).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        } catch (java.util.concurrent.ExecutionException | TimeoutException never) {
            throw new IllegalStateException("%s never began in %s".formatted(step, environment), never);
        }
    }

    private CompletableFuture<Long> begun(String environment, String step) {
        return starts.computeIfAbsent(environment + "/" + step, key -> new CompletableFuture<>());
    }

    @Override
    public Hands hands(String environment) {
        return known(hands, environment);
    }

    @Override
    public Plan plan(PlanRequest request) {
        var environment = request.environment();
        return Books.plan(request, known(books, environment), hands(environment).sha256());
    }

    private static <T> T known(Map<String, T> all, String environment) {
        return Objects.requireNonNull(all.get(environment), () -> "no environment " + environment);
    }

    @Override
    public Evidence run(Hands hands, String action, Order order, Beats beats) {
        begun(order.environment(), order.step()).complete(System.nanoTime());
        return new ActionRunner(hands, Clock.systemUTC(), Map.of(ACTION, REST), Boundary.NONE)
                .run(action, order, beats);
    }
}
