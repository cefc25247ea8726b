package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.exec.ListeningSockets;
import norn.exec.Poller;
import norn.plan.Order;
import norn.runbook.Durations;
import norn.state.Evidence;

/**
 * Starts services from the active release and waits until they are healthy and stay so. One that dies meanwhile is reported at
 * once, with its exit code and last lines.
 */
final class StartService {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String DIED = "ServiceDied";
    /** Longer than the kernel keeps a closed connection. */
    private static final Duration TIME_WAIT = Duration.ofSeconds(70);

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var services = new Services(attempt);
        var names = services.selected(order);
        var started = new ArrayList<String>();
        for (var name : names) {
            if (start(name, services, attempt)) {
                started.add(name);
            }
        }
        return started.isEmpty()
                ? attempt.evidence().alreadySo(String.join(", ", names) + " up and healthy")
                : attempt.evidence()
                        .done("%s started and healthy%s"
                                .formatted(String.join(", ", started), from(attempt, services, started)));
    }

    /** Whether it had to be started. */
    private static boolean start(String name, Services services, Attempt attempt) throws InterruptedException {
        var service = services.service(name);
        var begin = System.nanoTime();
        var before = service.state();
        if (!services.manager(name).isManaged()) {
            awaitHealthy(name, services, attempt);
            return false;
        }
        var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
        if (before.isComplete()) {
            checkRelease(before, release);
        } else {
            attempt.checkFence();
            attempt.heartbeat("starting " + name);
            service.start(release);
        }
        try {
            awaitHealthy(name, services, attempt);
        } catch (ActionFailed died) {
            if (!died.error().equals(DIED) || !awaitTimeWait(name, services, attempt)) {
                throw died;
            }
            attempt.checkFence();
            service.start(release);
            awaitHealthy(name, services, attempt);
        }
        checkStable(name, services, attempt);
        var after = service.state();
        if (!after.isComplete()) {
            throw died(name, service);
        }
        checkRelease(after, release);
        attempt.evidence()
                .value(name + ".pid", after.pid())
                .value(name + ".release", after.release())
                .value(
                        name + ".startedInMilliseconds",
                        Duration.ofNanos(System.nanoTime() - begin).toMillis());
        return !before.isComplete();
    }

    /** Whether a port of the service was in TIME_WAIT, and is not any more. */
    private static boolean awaitTimeWait(String name, Services services, Attempt attempt) throws InterruptedException {
        var ports = services.manager(name).ports();
        return ports.stream().anyMatch(ListeningSockets::isInTimeWait)
                && Poller.of(attempt, POLL)
                        .await(
                                TIME_WAIT,
                                () -> ports.stream().noneMatch(ListeningSockets::isInTimeWait),
                                Boolean::booleanValue,
                                free -> "%s: waiting for its port, which had connections until now".formatted(name));
    }

    private static void checkRelease(ServiceState state, Path release) {
        if (String.valueOf(release.getFileName()).equals(state.release())) {
            return;
        }
        if (state.release() == null && state.directory() == null) {
            throw new ActionFailed(
                    "ReleaseUnknown",
                    "%s runs, and from which release is unknown: the worker's user sees none of its processes at work"
                            .formatted(state.name()),
                    "Run the worker as a user who may look at them, or let the service work in %s. Then RETRY."
                            .formatted(release),
                    true);
        }
        throw new ActionFailed(
                "RunsAnotherRelease",
                "%s runs from %s, and %s is active".formatted(state.name(), state.directory(), release.getFileName()),
                "Stop it first, then RETRY.",
                false);
    }

    static void awaitHealthy(String name, Services services, Attempt attempt) throws InterruptedException {
        var manager = services.manager(name);
        var service = services.service(name);
        var problem = Poller.of(attempt, POLL)
                .await(
                        manager.startTimeout(),
                        () -> {
                            if (manager.isManaged() && service.hasDied()) {
                                throw died(name, service);
                            }
                            return services.problem(name);
                        },
                        Optional::isEmpty,
                        found -> "waiting: " + found.orElse(""));
        if (problem.isPresent()) {
            throw new ActionFailed(
                    "NotHealthy",
                    "%s is not healthy after %s: %s%s"
                            .formatted(
                                    name,
                                    Durations.text(manager.startTimeout()),
                                    problem.get(),
                                    service.exitDetails()
                                            .map(details -> "; " + details)
                                            .orElse("")),
                    manager.isManaged()
                            ? "It is still running. Check its log, then RETRY."
                            : "Have its owner check it, then RETRY.",
                    true);
        }
    }

    private static void checkStable(String name, Services services, Attempt attempt) throws InterruptedException {
        var service = services.service(name);
        var managed = services.manager(name).isManaged();
        var state = Poller.of(attempt, POLL)
                .await(
                        services.manager(name).stable(),
                        () -> {
                            if (managed && service.hasDied()) { // and was started again, by who watches it
                                throw died(name, service);
                            }
                            return service.state();
                        },
                        found -> !found.isComplete() || !found.closedPorts().isEmpty(),
                        found -> "%s is healthy; checking that it stays so".formatted(name));
        if (!state.isComplete()) {
            throw died(name, service);
        }
        if (!state.closedPorts().isEmpty()) {
            throw new ActionFailed(
                    "NotStable",
                    "%s was healthy, and then closed ports %s".formatted(name, state.closedPorts()),
                    "Check its log, then RETRY.",
                    true);
        }
    }

    private static ActionFailed died(String name, Service service) {
        return new ActionFailed(
                DIED,
                "%s died while starting: %s"
                        .formatted(name, service.exitDetails().orElse("no more is known")),
                "Its last lines say why. Fix that, then RETRY, or roll back.",
                false);
    }

    private static String from(Attempt attempt, Services services, List<String> started) {
        var managed = started.stream().anyMatch(name -> services.manager(name).isManaged());
        if (!managed) {
            return "";
        }
        return new Releases(attempt.settings(CodeSettings.class))
                .activeName()
                .map(name -> ", from " + name)
                .orElse("");
    }
}
