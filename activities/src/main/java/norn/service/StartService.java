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
import norn.exec.Poller;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Starts services from the active release and waits until they are well and stay so. One that dies meanwhile is reported at once,
 * with its exit code and last lines.
 */
final class StartService {
    private static final Duration POLL = Duration.ofMillis(100);

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
                ? attempt.evidence().alreadySo(String.join(", ", names) + " up and well")
                : attempt.evidence()
                        .done("%s started and well%s"
                                .formatted(String.join(", ", started), from(attempt, services, started)));
    }

    /** Whether it had to be started. */
    private static boolean start(String name, Services services, Attempt attempt) throws InterruptedException {
        var manager = services.manager(name);
        var begin = System.nanoTime();
        var before = manager.state();
        if (!manager.isManaged()) {
            awaitHealthy(name, services, attempt);
            return false;
        }
        var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
        if (before.running()) {
            checkRelease(before, release);
        } else {
            attempt.checkFence();
            attempt.heartbeat("starting " + name);
            manager.start(release, attempt);
        }
        awaitHealthy(name, services, attempt);
        checkStable(name, services, attempt);
        var after = manager.state();
        if (!after.running()) {
            throw died(name, manager);
        }
        checkRelease(after, release);
        attempt.evidence()
                .value(name + ".pid", after.pid())
                .value(name + ".release", after.release())
                .value(
                        name + ".startedInMilliseconds",
                        Duration.ofNanos(System.nanoTime() - begin).toMillis());
        return !before.running();
    }

    private static void checkRelease(ServiceState state, Path release) {
        var directory = state.directory();
        if (directory != null && directory.startsWith(release)) {
            return;
        }
        throw new ActionFailed(
                "RunsAnotherRelease",
                "%s runs from %s, and %s is active".formatted(state.name(), directory, release.getFileName()),
                "Stop it first, then RETRY.",
                false);
    }

    private static void awaitHealthy(String name, Services services, Attempt attempt) throws InterruptedException {
        var manager = services.manager(name);
        var startTimeout = services.service(name).startTimeout();
        var problem = Poller.of(attempt, POLL)
                .await(
                        startTimeout,
                        () -> {
                            if (manager.isManaged() && !manager.state().running()) {
                                throw died(name, manager);
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
                                    startTimeout,
                                    problem.get(),
                                    manager.exitDetails()
                                            .map(words -> "; " + words)
                                            .orElse("")),
                    manager.isManaged()
                            ? "It runs on. Look at its log, then RETRY."
                            : "Have it looked at by whoever runs it, then RETRY.",
                    true);
        }
    }

    private static void checkStable(String name, Services services, Attempt attempt) throws InterruptedException {
        if (!(services.service(name) instanceof ServiceSettings.Supervised supervised)) {
            return;
        }
        var manager = services.manager(name);
        var state = Poller.of(attempt, POLL)
                .await(
                        supervised.stable(),
                        manager::state,
                        found -> !found.running() || !found.closedPorts().isEmpty(),
                        found -> "%s is healthy; watching it stay so".formatted(name));
        if (!state.running()) {
            throw died(name, manager);
        }
        if (!state.closedPorts().isEmpty()) {
            throw new ActionFailed(
                    "NotStable",
                    "%s was healthy, and then closed ports %s".formatted(name, state.closedPorts()),
                    "Look at its log, then RETRY.",
                    true);
        }
    }

    private static ActionFailed died(String name, ServiceManager manager) {
        return new ActionFailed(
                "ServiceDied",
                "%s died while starting: %s"
                        .formatted(name, manager.exitDetails().orElse("no more is known")),
                "Its last lines say why. Mend that, then RETRY, or roll back.",
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
