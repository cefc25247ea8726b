package norn.service;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.exec.Ports;

/** The ports of a service on this host, before it starts and after it has ended. */
record ServicePorts(String name, List<Integer> ports) {
    private static final Duration FREE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    /** The names of this host for itself. */
    private static final Pattern THIS_HOST = Pattern.compile("localhost|127\\..*|0\\.0\\.0\\.0|::1?|\\[::1?]");

    /** What no other service of that host may have too, in words. */
    static Stream<String> claims(String host, List<Integer> ports) {
        var name = THIS_HOST.matcher(host).matches() ? "this host" : host;
        return ports.stream().map(port -> "the port %d of %s".formatted(port, name));
    }

    /** @throws ActionFailed {@code PortTaken} where something listens on one of them */
    void requireFree() {
        for (int port : ports) {
            if (Ports.isTaken(port)) {
                throw new ActionFailed(
                        "PortTaken",
                        "%s needs port %d, which %s holds".formatted(name, port, Ports.describeHolder(port)),
                        "End that process if it may be ended, then RETRY.",
                        true);
            }
        }
    }

    /** Waits until they are free. @throws ActionFailed {@code PortStillTaken} where one stays taken */
    void awaitFree(Attempt attempt) throws InterruptedException {
        var taken = Poller.of(attempt, POLL)
                .await(
                        FREE_TIMEOUT,
                        () -> ports.stream().filter(Ports::isTaken).toList(),
                        List::isEmpty,
                        held -> "%s: waiting for ports %s to be free".formatted(name, held));
        if (!taken.isEmpty()) {
            throw new ActionFailed(
                    "PortStillTaken",
                    "%s is stopped, but %s holds its port %d"
                            .formatted(name, Ports.describeHolder(taken.get(0)), taken.get(0)),
                    "Norn did not start that process. End it if it may be ended, then RETRY.",
                    true);
        }
    }
}
