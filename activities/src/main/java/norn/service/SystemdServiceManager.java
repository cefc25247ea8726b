package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.environment.AddressCheck;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.exec.Poller;
import norn.exec.ProcessStat;
import norn.exec.ProgramOutput;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * systemd starts and stops the service: a unit, of the machine or of the worker's user. Its working directory or its program must
 * lie in the active release, through the link; its journal is where the last lines of one that died are read.
 *
 * @param unit its name, with the ending
 * @param user whether it is a unit of the user's own manager
 * @param systemctl the program, with words before it where others may call it: {@code [sudo, -n, systemctl]}
 * @param journalctl the same for the journal
 * @param stable how long it must stay healthy before it counts as started
 * @param stopTimeout how long its processes may take to end, longer than the unit's own {@code TimeoutStopSec}; then they are killed
 */
@Kind("systemd")
record SystemdServiceManager(
        String unit,
        @Default("false") boolean user,
        @ArgumentList @Default("[systemctl]") List<String> systemctl,
        @ArgumentList @Default("[journalctl]") List<String> journalctl,
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Refers("probes.named") @Nullable String probe,
        @Default("60s") Duration startTimeout,
        @Default("5s") Duration stable,
        @Default("100s") Duration stopTimeout)
        implements ServiceManager {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    SystemdServiceManager {
        AddressCheck.host(host);
        if (!unit.matches("[A-Za-z0-9:_.\\\\@-]+\\.(service|target|scope)")) {
            throw new IllegalArgumentException(
                    "unit: %s is no name of a unit. Expected: for example ai-service.service".formatted(unit));
        }
        if (systemctl.isEmpty() || journalctl.isEmpty()) {
            throw new IllegalArgumentException("systemctl, journalctl: expected at least one word each");
        }
    }

    @Override
    public boolean isManaged() {
        return true;
    }

    @Override
    public List<String> claims() {
        return Stream.concat(
                        Stream.of("the unit %s%s".formatted(unit, user ? " of the worker's user" : "")),
                        ServicePorts.claims(host, ports))
                .toList();
    }

    @Override
    public Service service(String name, Attempt attempt) {
        return new SystemdService(name, attempt);
    }

    private List<String> command(String... more) {
        var words = new ArrayList<>(systemctl);
        if (user) {
            words.add("--user");
        }
        words.addAll(List.of(more));
        return words;
    }

    private final class SystemdService implements Service {
        private final String name;
        private final Attempt attempt;

        private SystemdService(String name, Attempt attempt) {
            this.name = name;
            this.attempt = attempt;
        }

        private SystemdUnit ask() {
            return SystemdUnit.ask(command(), unit, name);
        }

        @Override
        public ServiceState state() {
            var asked = ask();
            var processes = asked.processes();
            var releases = new ServiceReleases(attempt);
            return new ServiceState(
                    name,
                    asked.isUp(),
                    processes.stream().findFirst().orElse(null),
                    processes.stream()
                            .flatMap(pid -> ProcessStat.workingDirectory(pid).stream())
                            .findFirst()
                            .orElse(null),
                    processes.stream()
                            .flatMap(pid -> releases.of(pid).stream())
                            .findFirst()
                            .orElse(null),
                    Ports.closed(host, ports),
                    List.of());
        }

        @Override
        public List<FoundService.Trace> traces(@Nullable Path tree) {
            return ask().processes().stream()
                    .map(pid -> new FoundService.Trace("unit " + unit, pid))
                    .toList();
        }

        @Override
        public Optional<Path> configuredDirectory() {
            var directory = ask().value("WorkingDirectory").replaceFirst("^!", "");
            return directory.startsWith("/") ? Optional.of(Path.of(directory)) : Optional.empty();
        }

        @Override
        public void start(Path release) throws InterruptedException {
            var asked = ask();
            if (asked.value("NeedDaemonReload").equals("yes")) {
                throw new ActionFailed(
                        "UnitFileChanged",
                        "%s: the file of %s has changed since systemd read it".formatted(name, unit),
                        "Read %s; if it is as it should be, run '%s', then RETRY."
                                .formatted(asked.value("FragmentPath"), String.join(" ", command("daemon-reload"))),
                        false);
            }
            new ServicePorts(name, ports).requireFree();
            if (asked.value("ActiveState").equals("failed")) { // else the limit on starts holds it back
                run("reset-failed", false);
            }
            run("start", true, "--no-block");
            Poller.of(attempt, POLL)
                    .await(
                            startTimeout,
                            this::ask,
                            now -> !now.value("ActiveState").equals("inactive")
                                    || !now.value("InvocationID").equals(asked.value("InvocationID")),
                            now -> "%s: systemd has not begun to start %s".formatted(name, unit));
        }

        @Override
        public void stop() throws InterruptedException {
            if (ask().isUp()) {
                run("stop", true, "--no-block");
                var left = Poller.of(attempt, POLL)
                        .await(
                                stopTimeout,
                                this::ask,
                                now -> !now.isUp(),
                                now -> "%s: waiting for %s to end".formatted(name, unit));
                if (left.isUp()) {
                    attempt.evidence().value("killed", true);
                    run("kill", true, "--signal=SIGKILL");
                }
            }
            new ServiceEnding(name, stopTimeout, attempt).end(() -> ask().processes());
            new ServicePorts(name, ports).awaitFree(attempt);
        }

        @Override
        public Optional<String> exitDetails() {
            var asked = ask();
            var invocation = "_SYSTEMD_INVOCATION_ID=" + asked.value("InvocationID");
            var words = new ArrayList<>(journalctl); // not --user: what a user may read of all journals
            words.addAll(List.of(
                    "--boot",
                    "--no-pager",
                    "--output=cat",
                    "--lines=" + LastLines.COUNT,
                    invocation,
                    "+",
                    "_PID=" + asked.value("ExecMainPID")));
            var lines = ProgramOutput.of(words, Map.of(), COMMAND_TIMEOUT)
                    .filter(output -> output.exitCode() == 0)
                    .map(output -> output.text().lines().toList())
                    .orElse(List.of());
            var ended = asked.isUp() ? "" : asked.ending() + ", ";
            return Optional.of(ended
                    + (lines.isEmpty()
                            ? "and nothing of it in the journal that the worker's user may read"
                            : LastLines.save(attempt, name, lines)));
        }

        private void run(String verb, boolean required, String... options) throws InterruptedException {
            var words = command("--no-ask-password");
            words.add(verb);
            words.addAll(List.of(options));
            words.addAll(List.of("--", unit));
            var result = new Commands(attempt)
                    .run(Invocation.of("systemctl-%s-%s".formatted(verb, name), words)
                            .withTimeout(COMMAND_TIMEOUT));
            if (required && result.exitCode() != 0) {
                throw new ActionFailed(
                        "ServiceManagerRefused",
                        "%s: systemctl %s %s exited with %d".formatted(name, verb, unit, result.exitCode()),
                        ("Read %s on this host. Where a right is missing, allow it by polkit, or name [sudo, -n,"
                                        + " systemctl] in host.services.components.%s.systemctl.")
                                .formatted(result.failureLog(), name),
                        true);
            }
        }
    }
}
