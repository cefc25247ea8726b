package norn.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.Releases;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.exec.Poller;
import norn.exec.Ports;
import norn.exec.ProcessStat;
import norn.state.Finding;
import norn.yaml.Default;
import norn.yaml.Kind;
import norn.yaml.Range;
import norn.yaml.Refers;
import org.jspecify.annotations.Nullable;

/**
 * pm2 starts and stops the service, and starts it again where it dies: such a one has died all the same. Its processes must work in
 * the active release, through the link.
 *
 * @param app its name in pm2
 * @param file the ecosystem file that defines it, relative to the release: it is defined anew at each start; null: pm2 knows it
 * @param pm2 the program, with words before it where it runs as another user: {@code [sudo, -n, -u, game, pm2]}
 * @param stable how long it must stay healthy before it counts as started
 * @param stopTimeout how long its processes may take to end, longer than its own {@code kill_timeout}; then they are killed
 */
@Kind("pm2")
record Pm2ServiceManager(
        String app,
        @Nullable String file,
        @Default("[pm2]") List<String> pm2,
        @Default("127.0.0.1") String host,
        @Range(from = 1, to = 65_535) List<Integer> ports,
        @Refers("probes.named") @Nullable String probe,
        @Default("60s") Duration startTimeout,
        @Default("10s") Duration stable,
        @Default("30s") Duration stopTimeout)
        implements ServiceManager {
    private static final Duration POLL = Duration.ofMillis(500);

    Pm2ServiceManager {
        if (app.isBlank() || app.startsWith("-") || app.equals("all")) {
            throw new IllegalArgumentException(
                    "app: %s is no name of one app. Expected: as 'pm2 list' shows it".formatted(app));
        }
        if (app.matches("\\d+|/.*/")) {
            throw new IllegalArgumentException(
                    "app: pm2 takes %s for a number or a pattern. Expected: a name with other letters".formatted(app));
        }
        if (file != null && app.matches(".*[ ,].*")) {
            throw new IllegalArgumentException(
                    "app: pm2 cannot start '%s' alone from a file that defines several. Expected: a name without blanks and commas"
                            .formatted(app));
        }
        if (pm2.isEmpty()) {
            throw new IllegalArgumentException("pm2: expected at least one word");
        }
    }

    @Override
    public boolean isManaged() {
        return true;
    }

    @Override
    public List<String> claims() {
        return Stream.concat(Stream.of("the pm2 app " + app), ServicePorts.claims(host, ports))
                .toList();
    }

    @Override
    public Service service(String name, Attempt attempt) {
        return new Pm2Service(name, attempt);
    }

    private final class Pm2Service implements Service {
        private final String name;
        private final Attempt attempt;
        private final ServiceReleases releases;
        /** As it was once pm2 had started it; null: it was not started here. */
        private @Nullable Pm2App started;

        private Pm2Service(String name, Attempt attempt) {
            this.name = name;
            this.attempt = attempt;
            this.releases = new ServiceReleases(attempt);
        }

        private Pm2App ask() {
            var asked = Pm2App.ask(pm2, app, name);
            if (asked.instances().isEmpty() && file == null) {
                throw new ActionFailed(
                        "NoSuchApp",
                        "%s: pm2 knows no app %s".formatted(name, app),
                        "Expected: an app that '%s list' shows to the worker's user. Fix host.services.components.%s.app or .pm2, or name the file that defines it."
                                .formatted(String.join(" ", pm2), name),
                        false);
            }
            return asked;
        }

        @Override
        public ServiceState state() {
            var asked = ask();
            var pids = asked.pids();
            return new ServiceState(
                    name,
                    asked.isUp(),
                    pids.stream().findFirst().orElse(null),
                    pids.stream()
                            .flatMap(pid -> ProcessStat.workingDirectory(pid).stream())
                            .findFirst()
                            .orElse(null),
                    pids.stream()
                            .flatMap(pid -> releases.of(pid).stream())
                            .findFirst()
                            .orElse(null),
                    Ports.closed(host, ports),
                    asked.isUp() ? asked.notOnline() : List.of());
        }

        @Override
        public boolean hasDied() {
            var now = ask();
            var first = started;
            return !now.isUp() || (first != null && now.restarts() > first.restarts());
        }

        @Override
        public List<FoundService.Trace> traces(@Nullable Path tree) {
            return ask().pids().stream()
                    .map(pid -> new FoundService.Trace("pm2 app " + app, pid))
                    .toList();
        }

        /** An app that a file of the release defines may be another one than pm2 knows: then no more is known than that file. */
        @Override
        public ServiceNeeds needs(Path release) {
            var needs = ServiceNeeds.startedBy(pm2).listens(Finding.UNKNOWN);
            if (file != null) {
                needs.reads(Releases.inside(release, file));
            }
            for (var instance : ask().instances()) {
                if (file == null && instance.script() != null) {
                    needs.reads(ServiceNeeds.moved(instance.script(), release, attempt));
                }
                if (file == null && instance.directory() != null) {
                    needs.in(ServiceNeeds.moved(instance.directory(), release, attempt));
                }
                if (instance.errorLog() != null) {
                    needs.writes(instance.errorLog().getParent());
                }
            }
            return needs;
        }

        @Override
        public void start(Path release) throws InterruptedException {
            new ServicePorts(name, ports).requireFree();
            var before = ask();
            if (before.isUp()) { // parts of it run: an instance that pm2 has given up, or is about to start
                run("stop", app);
            }
            if (file == null) {
                run("restart", app); // with start, pm2 takes a name with a dot or a slash for a script
            } else {
                if (!before.instances().isEmpty()) { // else pm2 goes on with the folder that it knows
                    run("delete", app);
                }
                run("start", Releases.inside(release, file).toString(), "--only", app);
            }
            started = ask();
        }

        @Override
        public void stop() throws InterruptedException {
            var before = ask();
            if (before.isUp()) {
                run("stop", app);
            }
            new ServiceEnding(name, stopTimeout, attempt)
                    .end(() -> before.pids().stream()
                            .filter(pid -> ProcessStat.of(pid)
                                    .filter(process -> !process.zombie())
                                    .isPresent())
                            .toList());
            var left = Poller.of(attempt, POLL)
                    .await(
                            stopTimeout,
                            this::ask,
                            now -> !now.isUp(),
                            now -> "%s: waiting for pm2 to end it".formatted(name));
            if (left.isUp()) {
                throw new ActionFailed(
                        "StillRunning",
                        "%s: pm2 has stopped %s, and says that it runs".formatted(name, app),
                        "Find what starts it again, then RETRY.",
                        true);
            }
            new ServicePorts(name, ports).awaitFree(attempt);
        }

        private void run(String verb, String... words) throws InterruptedException {
            var all = new ArrayList<>(pm2);
            all.add(verb);
            all.addAll(List.of(words));
            var result = new Commands(attempt)
                    .run(Invocation.of("pm2-%s-%s".formatted(verb, name), all)
                            .withTimeout(verb.equals("stop") ? stopTimeout : startTimeout));
            if (result.exitCode() != 0) {
                throw new ActionFailed(
                        "ServiceManagerRefused",
                        "%s: pm2 %s exited with %d".formatted(name, verb, result.exitCode()),
                        "Read %s on this host, then RETRY.".formatted(result.failureLog()),
                        true);
            }
        }

        @Override
        public Optional<String> exitDetails() {
            var now = ask();
            var from = started;
            var times = from == null ? 0 : now.restarts() - from.restarts();
            return Optional.of((times > 0 ? "pm2 has started it again %d times, ".formatted(times) : "")
                    + now.ending()
                    + now.errorLog()
                            .map(log -> LastLines.save(attempt, name, log, 0))
                            .orElse("and pm2 names no log of it"));
        }
    }
}
