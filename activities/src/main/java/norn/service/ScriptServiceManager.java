package norn.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.environment.AddressCheck;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.exec.PidFile;
import norn.exec.Ports;
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
 * A script of the release starts the service, several programs perhaps, and returns before they are ready. What it says of them is
 * not believed: the service runs where a living process of each program runs from a release, and its ports are open. Nothing is
 * stopped by a pid file that names a process of somebody else.
 *
 * @param start the script's argument list; a first word with a slash is relative to {@code directory}
 * @param stop the script that stops them; none: Norn ends the processes itself, as it does with what the script leaves behind
 * @param directory where the scripts run, relative to the release
 * @param programs the names of the programs that must run, as of their files
 * @param pidFiles what the scripts note their processes in, relative to {@code directory}: they may be out of date
 * @param log the file that the output of the start script and of what it starts is added to
 * @param environment variables beside those that every command gets
 * @param stable how long it must stay healthy before it counts as started
 * @param stopTimeout how long the stop script may take, and then the processes; then they are killed
 */
@Kind("script")
record ScriptServiceManager(
        @ArgumentList List<String> start,
        @ArgumentList List<String> stop,
        @Default(".") String directory,
        List<String> programs,
        List<String> pidFiles,
        Path log,
        Map<String, String> environment,
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Refers("probes.named") @Nullable String probe,
        @Default("60s") Duration startTimeout,
        @Default("5s") Duration stable,
        @Default("30s") Duration stopTimeout)
        implements ServiceManager {
    /** How long a program that the script has started may take to become visible as a process. */
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(2);

    private static final Duration BUSY_APPEARS_WITHIN = Duration.ofSeconds(10);

    ScriptServiceManager {
        AddressCheck.host(host);
        if (start.isEmpty()) {
            throw new IllegalArgumentException("start: expected at least one word");
        }
        if (programs.isEmpty()) {
            throw new IllegalArgumentException(
                    "programs: expected the names of the programs that must run: the script alone does not say whether"
                            + " they do");
        }
        for (var file : pidFiles) {
            if (Path.of(file).isAbsolute() || Path.of(file).normalize().startsWith("..")) {
                throw new IllegalArgumentException(
                        "pidFiles: %s leaves the release. Expected: a path relative to directory".formatted(file));
            }
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
        return Stream.concat(Stream.of("the log " + log.normalize()), ServicePorts.claims(host, ports))
                .toList();
    }

    @Override
    public Optional<Path> mark() {
        return Optional.of(log);
    }

    @Override
    public Service service(String name, Attempt attempt) {
        return new ScriptService(name, attempt);
    }

    private final class ScriptService implements Service {
        private final String name;
        private final Attempt attempt;
        private final ServiceReleases releases;
        private final ServiceMark mark = new ServiceMark(log);
        private final List<ServiceMark> others;
        /** The start script, while it runs. */
        private final PidFile scriptFile = new PidFile(log.resolveSibling(log.getFileName() + ".script-pid"));

        private final Set<String> seen = new LinkedHashSet<>();
        private @Nullable StartedProgram started;
        private @Nullable Long endedNanos;

        private ScriptService(String name, Attempt attempt) {
            this.name = name;
            this.attempt = attempt;
            this.releases = new ServiceReleases(attempt);
            this.others = attempt.settings(ServiceSettings.class).components().values().stream()
                    .flatMap(manager -> manager.mark().stream())
                    .map(ServiceMark::new)
                    .filter(other -> !other.equals(mark))
                    .toList();
        }

        @Override
        public ServiceState state() {
            var processes = ServiceProgram.of(programs, directory, mark, others, releases);
            var found =
                    processes.stream().map(ServiceProgram::program).distinct().toList();
            seen.addAll(found);
            var first = processes.isEmpty() ? null : processes.get(0).pid();
            return new ServiceState(
                    name,
                    !alive(processes).isEmpty(),
                    first,
                    first == null ? null : ProcessStat.workingDirectory(first).orElse(null),
                    processes.stream()
                            .flatMap(process -> releases.of(process.pid()).stream())
                            .findFirst()
                            .orElse(null),
                    Ports.closed(host, ports),
                    programs.stream()
                            .filter(program -> !found.contains(program))
                            .toList());
        }

        @Override
        public List<FoundService.Trace> traces(@Nullable Path tree) {
            if (tree == null) {
                return List.of();
            }
            var folder = tree.resolve(directory).normalize();
            var traces = new ArrayList<>(ServiceProgram.in(folder, programs));
            for (var file : pidFiles) {
                pid(folder.resolve(file))
                        .filter(pid -> traces.stream().anyMatch(trace -> trace.pid() == pid)) // it may be out of date
                        .ifPresent(pid -> traces.add(new FoundService.Trace("pid file " + file, pid)));
            }
            return traces;
        }

        @Override
        public ServiceNeeds needs(Path release) {
            var folder = Releases.folder(release, directory);
            var needs = ServiceNeeds.startedBy(start)
                    .in(folder)
                    .runs(start, folder, ProgramFinder.searchPath(environment))
                    .isNotedIn(log);
            pidFiles.forEach(
                    file -> needs.writes(folder.resolve(file).normalize().getParent()));
            return needs;
        }

        /** Everything of it that lives: its programs, and whatever else the script has left running. */
        private List<Long> alive() {
            return alive(ServiceProgram.of(programs, directory, mark, others, releases));
        }

        private List<Long> alive(List<ServiceProgram> processes) {
            var pids = new LinkedHashSet<Long>();
            processes.forEach(process -> pids.add(process.pid()));
            mark.groups().forEach(group -> pids.addAll(group.alive()));
            return List.copyOf(pids);
        }

        @Override
        public boolean hasDied() {
            var now = state();
            if (now.missing().stream().anyMatch(seen::contains)) {
                return true;
            }
            if (started == null) {
                return !now.running();
            }
            var script = started.process();
            if (script.isAlive()) {
                return false;
            }
            var ended = endedNanos == null ? System.nanoTime() : endedNanos;
            endedNanos = ended;
            return script.exitValue() != 0
                    || (!now.missing().isEmpty()
                            && System.nanoTime() - ended > appearsWithin().toNanos());
        }

        /** A process that the script left, and that is none of its programs yet, may be between fork and exec on a busy machine. */
        private Duration appearsWithin() {
            var processes = ServiceProgram.of(programs, directory, mark, others, releases);
            return alive(processes).size() > processes.size() ? BUSY_APPEARS_WITHIN : APPEARS_WITHIN;
        }

        @Override
        public void start(Path release) throws InterruptedException {
            endRemains(release);
            new ServicePorts(name, ports).requireFree();
            var folder = Releases.folder(release, directory);
            removeStalePidFiles(folder);
            var invocation = Invocation.of(name, start)
                    .inDirectory(folder)
                    .withEnvironment(environment)
                    .withEnvironment(mark.variables(release));
            seen.clear();
            endedNanos = null;
            started = StartedProgram.start(invocation, scriptFile, log, "start", attempt);
        }

        /** A start that failed half-way leaves some of the programs running; so does a start script that hangs. */
        private void endRemains(Path release) throws InterruptedException {
            var ending = new ServiceEnding(name, stopTimeout, attempt);
            var earlier = scriptFile.process();
            if (earlier.isPresent()) {
                ending.end(earlier.get());
            }
            var remains = state();
            if (!remains.running()) {
                return;
            }
            if (!String.valueOf(release.getFileName()).equals(remains.release())) {
                throw new ActionFailed(
                        "RunsAnotherRelease",
                        "parts of %s run from %s, and %s does not"
                                .formatted(name, remains.directory(), String.join(", ", remains.missing())),
                        "Stop it first, then RETRY.",
                        false);
            }
            ending.end(this::alive);
        }

        @Override
        public void stop() throws InterruptedException {
            var before = state();
            if (before.running() && !stop.isEmpty()) {
                runStopScript(before);
            }
            new ServiceEnding(name, stopTimeout, attempt).end(this::alive);
            new ServicePorts(name, ports).awaitFree(attempt);
            AtomicFiles.delete(scriptFile.path());
        }

        private void runStopScript(ServiceState before) throws InterruptedException {
            var release = before.release();
            if (release == null) {
                attempt.evidence().value(name + ".stopScript", "not run: it is unknown which release runs");
                return;
            }
            var folder = Releases.folder(
                    attempt.settings(CodeSettings.class).releases().resolve(release), directory);
            var foreign = foreignPidFile(folder);
            if (foreign.isPresent()) {
                attempt.evidence().value(name + ".stopScript", "not run: " + foreign.get());
                return;
            }
            try {
                var result = new Commands(attempt)
                        .run(Invocation.of("stop-" + name, stop)
                                .inDirectory(folder)
                                .withEnvironment(environment)
                                .withTimeout(stopTimeout));
                attempt.evidence().value(name + ".stopScript", "exited with " + result.exitCode());
            } catch (ActionFailed failed) {
                attempt.evidence().value(name + ".stopScript", "failed: " + failed.error());
            }
        }

        /** A pid file that names a living process which is not of this service, in words. */
        private Optional<String> foreignPidFile(Path folder) {
            var own = alive();
            return pidFiles.stream()
                    .flatMap(file -> pid(folder.resolve(file))
                            .filter(pid -> ProcessStat.of(pid).isPresent() && !own.contains(pid))
                            .map(pid -> "%s names process %d, which is not of this service".formatted(file, pid))
                            .stream())
                    .findFirst();
        }

        /** Scripts refuse to start, or end other programs, by pid files that an earlier run or another machine left. */
        private void removeStalePidFiles(Path folder) {
            for (var file : pidFiles) {
                if (Files.isRegularFile(folder.resolve(file))) {
                    AtomicFiles.delete(folder.resolve(file));
                }
            }
        }

        private Optional<Long> pid(Path file) {
            try {
                var word = Files.readString(file).strip().split("\\s+", 2)[0];
                return word.matches("\\d{1,9}") ? Optional.of(Long.parseLong(word)) : Optional.empty();
            } catch (IOException none) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> exitDetails() {
            var missing = state().missing();
            var without = missing.isEmpty() ? "" : "%s does not run, ".formatted(String.join(", ", missing));
            return Optional.of(without
                    + StartedProgram.exitCode(started, "its start script exited with %d, ")
                    + StartedProgram.lastLines(started, name, log, attempt));
        }
    }
}
