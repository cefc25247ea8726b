package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.environment.AddressCheck;
import norn.exec.CommandResult;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.exec.ListeningSockets;
import norn.exec.Poller;
import norn.exec.Ports;
import norn.exec.ProcessStat;
import norn.exec.ProgramFinder;
import norn.exec.ProgramOutput;
import norn.exec.UserAccount;
import norn.state.Finding;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Commands of the installation start and stop the service, and say whether it runs. They find the active release in the variable
 * {@code NORN_RELEASE}, and return once their work is done.
 *
 * @param status says whether it runs: exit code 0, or one of {@code stopped}; any other is unknown, and fails the step
 * @param stopped the exit codes of {@code status} that say that nothing of it runs; 3 as by the LSB
 * @param release prints the directory that it runs from, or the release's name; none: the processes that listen on its ports say so
 * @param environment variables beside those that every command gets
 * @param stable how long it must stay healthy before it counts as started
 * @param stopTimeout how long {@code stop} may take, and how long until {@code status} says that it is stopped
 */
@Kind("command")
record CommandServiceManager(
        @ArgumentList List<String> start,
        @ArgumentList List<String> stop,
        @ArgumentList List<String> status,
        @Default("[3]") List<Integer> stopped,
        @ArgumentList List<String> release,
        Map<String, String> environment,
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Refers("probes.named") @Nullable String probe,
        @Default("60s") Duration startTimeout,
        @Default("5s") Duration stable,
        @Default("60s") Duration stopTimeout)
        implements ServiceManager {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(20);
    private static final String RELEASE = "NORN_RELEASE";

    CommandServiceManager {
        AddressCheck.host(host);
        if (start.isEmpty() || stop.isEmpty() || status.isEmpty()) {
            throw new IllegalArgumentException("start, stop, status: expected at least one word each");
        }
        if (stopped.contains(0)) {
            throw new IllegalArgumentException("stopped: 0 says that the service runs. Expected: other exit codes");
        }
        if (release.isEmpty() && ports.isEmpty()) {
            throw new IllegalArgumentException(
                    "release: nothing says which release runs. Expected: a command that prints it, or ports of this"
                            + " host");
        }
    }

    @Override
    public boolean isManaged() {
        return true;
    }

    @Override
    public List<String> claims() {
        return ServicePorts.claims(host, ports).toList();
    }

    @Override
    public Service service(String name, Attempt attempt) {
        return new CommandService(name, attempt);
    }

    private final class CommandService implements Service {
        private final String name;
        private final Attempt attempt;

        private CommandService(String name, Attempt attempt) {
            this.name = name;
            this.attempt = attempt;
        }

        @Override
        public ServiceState state() {
            var runs = runs();
            var pid = ports.stream()
                    .flatMap(port -> ListeningSockets.holder(port).stream())
                    .findFirst();
            return new ServiceState(
                    name,
                    runs,
                    pid.orElse(null),
                    pid.flatMap(ProcessStat::workingDirectory).orElse(null),
                    runs ? releaseThatRuns(pid).orElse(null) : null,
                    Ports.closed(host, ports),
                    List.of());
        }

        private boolean runs() {
            var answer = ProgramOutput.of(status, variables(), STATUS_TIMEOUT);
            var code = answer.map(ProgramOutput::exitCode).orElse(null);
            if (code != null && (code == 0 || stopped.contains(code))) {
                return code == 0;
            }
            throw new ActionFailed(
                    "StateUnknown",
                    "%s: whether it runs is unknown: its status command %s"
                            .formatted(
                                    name,
                                    code == null
                                            ? "cannot be run, or takes longer than 20 seconds"
                                            : "exited with " + code),
                    "Expected: 0 where it runs, or one of %s. Fix host.services.components.%s.status, then RETRY."
                            .formatted(stopped, name),
                    true);
        }

        private Optional<String> releaseThatRuns(Optional<Long> pid) {
            var releases = new ServiceReleases(attempt);
            if (release.isEmpty()) {
                return pid.flatMap(releases::of);
            }
            return ProgramOutput.of(release, variables(), STATUS_TIMEOUT)
                    .filter(output -> output.exitCode() == 0)
                    .flatMap(output -> output.text().lines().findFirst())
                    .map(String::strip)
                    .flatMap(text -> text.startsWith("/") ? releases.nameOf(Path.of(text)) : Optional.of(text));
        }

        private Map<String, String> variables() {
            var variables = new LinkedHashMap<>(environment);
            new Releases(attempt.settings(CodeSettings.class))
                    .active()
                    .ifPresent(active -> variables.put(RELEASE, active.toString()));
            return variables;
        }

        /** The commands may start it as anybody: while it runs, its sockets say as whom. */
        @Override
        public ServiceNeeds needs(Path tried) {
            var users = ports.stream()
                    .flatMap(port -> ListeningSockets.users(port).stream())
                    .distinct()
                    .toList();
            var needs = users.size() == 1 && runs()
                    ? UserAccount.of(Long.toString(users.get(0)))
                            .map(ServiceNeeds::of)
                            .orElseGet(() -> ServiceNeeds.ofUnknownUser("user %d has no name".formatted(users.get(0))))
                    : ServiceNeeds.ofUnknownUser("its start command decides that, and it does not run");
            return needs.isStartedBy(start, tried, ProgramFinder.searchPath(environment))
                    .listens(Finding.UNKNOWN);
        }

        @Override
        public void start(Path active) throws InterruptedException {
            new ServicePorts(name, ports).requireFree();
            run("start", start, startTimeout).orFail("ServiceNotStarted", true);
        }

        @Override
        public void stop() throws InterruptedException {
            if (runs()) {
                run("stop", stop, stopTimeout).orFail("ServiceNotStopped", true);
                var runsStill = Poller.of(attempt, POLL)
                        .await(stopTimeout, this::runs, up -> !up, up -> "waiting for %s to end".formatted(name));
                if (runsStill) {
                    throw new ActionFailed(
                            "StillRunning",
                            "%s: its stop command has ended, and its status command says that it still runs"
                                    .formatted(name),
                            "Stop it by hand, then RETRY.",
                            true);
                }
            }
            new ServicePorts(name, ports).awaitFree(attempt);
        }

        private CommandResult run(String verb, List<String> words, Duration timeout) throws InterruptedException {
            return new Commands(attempt)
                    .run(Invocation.of("%s-%s".formatted(verb, name), words)
                            .withEnvironment(variables())
                            .withTimeout(timeout));
        }

        @Override
        public Optional<String> exitDetails() {
            return Optional.of("its status command says that it does not run");
        }
    }
}
