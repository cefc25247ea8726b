package norn.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.Attempt;
import norn.code.Releases;
import norn.configuration.SettingsFile;
import norn.configuration.SettingsFormat;
import norn.environment.AddressCheck;
import norn.exec.Invocation;
import norn.exec.PidFile;
import norn.exec.Poller;
import norn.exec.Ports;
import norn.exec.ProcessGroup;
import norn.exec.ProcessStat;
import norn.exec.ProgramFinder;
import norn.files.AtomicFiles;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * Norn starts and stops the service itself: a process in a session of its own, known by pid and start time, and by a mark in its
 * environment, which outlives Norn.
 *
 * @param command its argument list; a first word with a slash is relative to {@code directory}
 * @param directory its working directory, relative to the active release
 * @param pidFile where its process id and start time are recorded
 * @param log the file that its output is added to
 * @param environment variables beside those that every command gets
 * @param environmentFile a file of variables that are added to them, relative to the active release; null: none
 * @param environmentFormat how that file is written
 * @param stable how long it must stay healthy before it counts as started
 * @param stopTimeout how long it may take to end after it was asked to; then it is killed
 */
@Kind("process")
record SupervisedServiceManager(
        @ArgumentList List<String> command,
        @Default(".") String directory,
        Path pidFile,
        Path log,
        Map<String, String> environment,
        @Nullable String environmentFile,
        @Default("{kind: env}") SettingsFormat environmentFormat,
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Refers("probes.named") @Nullable String probe,
        @Default("30s") Duration startTimeout,
        @Default("2s") Duration stable,
        @Default("20s") Duration stopTimeout)
        implements ServiceManager {
    private static final Duration PID_FILE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    SupervisedServiceManager {
        AddressCheck.host(host);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: expected at least one word");
        }
    }

    @Override
    public boolean isManaged() {
        return true;
    }

    @Override
    public Optional<String> directoryInRelease() {
        return Optional.of(directory);
    }

    @Override
    public List<String> claims() {
        return Stream.concat(Stream.of("the pid file " + pidFile.normalize()), ServicePorts.claims(host, ports))
                .toList();
    }

    @Override
    public Optional<Path> mark() {
        return Optional.of(pidFile);
    }

    @Override
    public Service service(String name, Attempt attempt) {
        return new SupervisedService(name, attempt);
    }

    private final class SupervisedService implements Service {
        private final String name;
        private final Attempt attempt;
        private final PidFile recorded = new PidFile(pidFile);
        private final ServiceMark mark = new ServiceMark(pidFile);
        private @Nullable StartedProgram started;

        private SupervisedService(String name, Attempt attempt) {
            this.name = name;
            this.attempt = attempt;
        }

        @Override
        public ServiceState state() {
            var process = recorded.process().or(this::found);
            var folder = process.flatMap(group -> ProcessStat.workingDirectory(group.pid()));
            return new ServiceState(
                    name,
                    process.isPresent(),
                    process.map(ProcessGroup::pid).orElse(null),
                    folder.orElse(null),
                    process.flatMap(group -> new ServiceReleases(attempt).of(group.pid()))
                            .orElse(null),
                    Ports.closed(host, ports),
                    List.of());
        }

        @Override
        public List<FoundService.Trace> traces(@Nullable Path tree) {
            var own = recorded.process().or(this::found);
            if (own.isPresent()) {
                return List.of(
                        new FoundService.Trace("pid file " + pidFile, own.get().pid()));
            }
            var program = command.get(0).substring(command.get(0).lastIndexOf('/') + 1);
            return tree == null
                    ? List.of()
                    : ServiceProgram.in(tree.resolve(directory).normalize(), List.of(program)).stream()
                            .filter(trace -> ProcessStat.commandLine(trace.pid())
                                    .containsAll(command.subList(1, command.size())))
                            .toList();
        }

        /** A service whose pid file is lost runs all the same. */
        private Optional<ProcessGroup> found() {
            return mark.groups().stream().findFirst();
        }

        @Override
        public ServiceNeeds needs(Path release) {
            var folder = Releases.folder(release, directory);
            var needs = ServiceNeeds.startedBy(command)
                    .in(folder)
                    .runs(command, folder, ProgramFinder.searchPath(environment))
                    .isNotedIn(pidFile)
                    .isNotedIn(log);
            return environmentFile == null ? needs : needs.hasRead(Releases.inside(release, environmentFile));
        }

        @Override
        public void start(Path release) throws InterruptedException {
            new ServicePorts(name, ports).requireFree();
            try {
                var invocation = Invocation.of(name, command)
                        .inDirectory(Releases.folder(release, directory))
                        .withEnvironment(variables(release));
                started = StartedProgram.start(invocation, recorded, log, "command", attempt);
                awaitPidFile(started.process());
            } catch (IOException unreadable) {
                throw StartedProgram.notStarted(name, unreadable);
            }
        }

        @Override
        public void stop() throws InterruptedException {
            var ending = new ServiceEnding(name, stopTimeout, attempt);
            var process = recorded.recorded();
            if (process.isPresent()) {
                ending.end(process.get());
            }
            for (var other : mark.groups()) {
                ending.end(other);
            }
            new ServicePorts(name, ports).awaitFree(attempt);
            AtomicFiles.delete(pidFile);
        }

        @Override
        public Optional<String> exitDetails() {
            return Optional.of(StartedProgram.exitCode(started, "exit code %d, ")
                    + StartedProgram.lastLines(started, name, log, attempt));
        }

        private Map<String, String> variables(Path release) throws IOException {
            var variables = new LinkedHashMap<>(environment);
            variables.putAll(mark.variables(release));
            if (environmentFile != null) {
                variables.putAll(SettingsFile.read(environmentFormat, release.resolve(environmentFile))
                        .values());
            }
            return variables;
        }

        /** Returns once the pid file names the process, or it has ended. */
        private void awaitPidFile(Process process) throws InterruptedException {
            Poller.of(attempt, POLL)
                    .await(
                            PID_FILE_TIMEOUT,
                            () -> !process.isAlive()
                                    || recorded.recorded()
                                            .filter(group -> group.pid() == process.pid())
                                            .isPresent(),
                            Boolean::booleanValue,
                            over -> "starting " + name);
        }
    }
}
