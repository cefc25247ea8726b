package norn.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.environment.AddressCheck;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.exec.Poller;
import norn.exec.Ports;
import norn.exec.ProcessStat;
import norn.exec.ProgramOutput;
import norn.state.Finding;
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
 * @param log the file that the unit adds what it prints to ({@code StandardOutput=append:}); null: the journal has it
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
        @Default("100s") Duration stopTimeout,
        @Nullable Path log)
        implements ServiceManager {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

    SystemdServiceManager {
        AddressCheck.host(host);
        if (!unit.matches("[A-Za-z0-9:_.\\\\@-]+\\.(service|target|scope)")) {
            throw new IllegalArgumentException(
                    "unit: %s is no name of a unit. Expected: for example ai-service.service".formatted(unit));
        }
        if (unit.contains("@.")) {
            throw new IllegalArgumentException("unit: %s is a template. Expected: one made of it, such as %s"
                    .formatted(unit, unit.replace("@.", "@1.")));
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
        /** The activation that was begun here; null: none was. */
        private @Nullable String started;
        /** How many bytes its log had then. */
        private long logFrom;

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
                            .or(() -> releaseOfStart(asked, processes))
                            .orElse(null),
                    Ports.closed(host, ports),
                    asked.isUp() && !asked.isSettled()
                            ? List.of("unit %s (%s, %s)"
                                    .formatted(unit, asked.value("ActiveState"), asked.value("SubState")))
                            : List.of());
        }

        /**
         * Where its processes are another user's, or it has none since its program starts others elsewhere and ends, nobody says what
         * they run from: it is the active release if it was started since the link leads there, through that link.
         */
        private Optional<String> releaseOfStart(SystemdUnit asked, List<Long> processes) {
            if ((processes.isEmpty() && !asked.hasEnded())
                    || processes.stream()
                            .anyMatch(pid -> ProcessStat.workingDirectory(pid).isPresent())) {
                return Optional.empty();
            }
            var code = attempt.settings(CodeSettings.class);
            var releases = new Releases(code);
            return releases.activeSince()
                    .filter(since -> asked.isSetTo(code.active().toAbsolutePath())
                            && asked.startedAt(Instant.now())
                                    .filter(start -> start.isAfter(since))
                                    .isPresent())
                    .flatMap(since -> releases.activeName());
        }

        @Override
        public boolean hasDied() {
            var now = ask();
            return !now.isUp() || now.isRestarting() || (started != null && !started.equals(now.value("InvocationID")));
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
        public ServiceNeeds needs(Path release) {
            var asked = ask();
            var needs = user ? ServiceNeeds.startedBy(systemctl) : asked.needs();
            asked.programs().forEach(program -> needs.runs(ServiceNeeds.moved(program, release, attempt)));
            asked.environmentFiles().forEach(file -> needs.hasRead(ServiceNeeds.moved(file, release, attempt)));
            configuredDirectory().ifPresent(folder -> needs.in(ServiceNeeds.moved(folder, release, attempt)));
            asked.pidFile()
                    .ifPresent(file -> needs.writes(
                            ServiceNeeds.moved(file, release, attempt).getParent()));
            return asked.sockets().isEmpty() ? needs : needs.listens(Finding.YES);
        }

        @Override
        public void start(Path release) throws InterruptedException {
            var asked = ask();
            if (asked.isMasked()) {
                throw new ActionFailed(
                        "UnitMasked",
                        "%s: %s is masked, so nobody may start it".formatted(name, unit),
                        "Find out who masked it. If it may run, run '%s', then RETRY."
                                .formatted(String.join(" ", command("unmask", unit))),
                        false);
            }
            if (asked.value("NeedDaemonReload").equals("yes")) {
                throw new ActionFailed(
                        "UnitFileChanged",
                        "%s: the file of %s has changed since systemd read it".formatted(name, unit),
                        "Read %s; if it is as it should be, run '%s', then RETRY."
                                .formatted(asked.value("FragmentPath"), String.join(" ", command("daemon-reload"))),
                        false);
            }
            if (!asked.isUp()) {
                if (sockets(asked, SystemdUnit::isUp).isEmpty()) {
                    new ServicePorts(name, ports).requireFree();
                }
                for (var socket : sockets(asked, SystemdUnit::isToBeUp)) {
                    run("start", true, socket);
                }
            }
            if (asked.value("ActiveState").equals("failed")) { // else the limit on starts holds it back
                run("reset-failed", false, unit);
            }
            logFrom = logSize();
            run("start", true, unit, "--no-block");
            var begun = Poller.of(attempt, POLL)
                    .await(
                            startTimeout,
                            this::ask,
                            now -> (now.isUp() && !now.isRestarting())
                                    || now.isSkipped()
                                    || !now.value("InvocationID").equals(asked.value("InvocationID")),
                            now -> "%s: systemd has not begun to start %s".formatted(name, unit));
            if (begun.isSkipped()) {
                throw new ActionFailed(
                        "ServiceNotStarted",
                        "%s: systemd has not started %s, since a condition of the unit is not met"
                                .formatted(name, unit),
                        "'%s' says which. Fulfil it, then RETRY.".formatted(String.join(" ", command("status", unit))),
                        false);
            }
            started = begun.value("InvocationID");
        }

        private List<String> sockets(SystemdUnit asked, Predicate<SystemdUnit> which) {
            return asked.sockets().stream()
                    .filter(socket -> which.test(SystemdUnit.ask(command(), socket, name)))
                    .toList();
        }

        @Override
        public void stop() throws InterruptedException {
            var asked = ask();
            for (var socket : sockets(asked, SystemdUnit::isUp)) { // else whoever connects starts it again
                run("stop", true, socket);
            }
            if (asked.isUp()) {
                run("stop", true, unit, "--no-block");
                var left = Poller.of(attempt, POLL)
                        .await(
                                stopTimeout,
                                this::ask,
                                now -> !now.isUp(),
                                now -> "%s: waiting for %s to end".formatted(name, unit));
                if (left.isUp()) {
                    attempt.evidence().value("killed", true);
                    run("kill", true, unit, "--signal=SIGKILL");
                }
            }
            new ServiceEnding(name, stopTimeout, attempt).end(() -> ask().processes());
            new ServicePorts(name, ports).awaitFree(attempt);
        }

        @Override
        public Optional<String> exitDetails() {
            var asked = ask();
            var ended = asked.isUp() && !asked.isRestarting() ? "" : asked.ending() + ", ";
            return Optional.of(ended + (log == null ? inJournal(asked) : LastLines.save(attempt, name, log, logFrom)));
        }

        private long logSize() {
            try {
                return log == null || !Files.exists(log) ? 0 : Files.size(log);
            } catch (IOException unreadable) {
                return 0; // whoever reads it says so
            }
        }

        /** Where the last lines lie that the journal has of that activation. */
        private String inJournal(SystemdUnit asked) {
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
            return lines.isEmpty()
                    ? "and nothing of it in the journal that the worker's user may read"
                    : LastLines.save(attempt, name, lines);
        }

        private void run(String verb, boolean required, String what, String... options) throws InterruptedException {
            var words = command("--no-ask-password");
            words.add(verb);
            words.addAll(List.of(options));
            words.addAll(List.of("--", what));
            var result = new Commands(attempt)
                    .run(Invocation.of("systemctl-%s-%s".formatted(verb, what), words)
                            .withTimeout(COMMAND_TIMEOUT));
            if (required && result.exitCode() != 0) {
                throw new ActionFailed(
                        "ServiceManagerRefused",
                        "%s: systemctl %s %s exited with %d".formatted(name, verb, what, result.exitCode()),
                        ("Read %s on this host. Where a right is missing, allow it by polkit, or name [sudo, -n,"
                                        + " systemctl] in host.services.components.%s.systemctl.")
                                .formatted(result.failureLog(), name),
                        true);
            }
        }
    }
}
