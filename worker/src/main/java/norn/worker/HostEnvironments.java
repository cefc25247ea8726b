package norn.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import norn.action.Target;
import norn.action.Targets;
import norn.action.run.Actions;
import norn.catalog.Catalog;
import norn.catalog.EnvironmentFile;
import norn.catalog.Environments;
import norn.catalog.InvalidEnvironment;
import norn.catalog.PlanMaker;
import norn.code.CodeSettings;
import norn.code.KnownReleases;
import norn.code.Releases;
import norn.environment.Host;
import norn.environment.HostReader;
import norn.exec.NornProgram;
import norn.fingerprint.HostState;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Problem;
import norn.plan.Watched;
import norn.sessions.GoLiveRecord;

/** The environments of this host's configuration folder, as their files are at each time: editing one changes no running plan. */
public final class HostEnvironments implements EnvironmentProvider {
    /** The release in a rollback's plan where none is active. */
    private static final String NONE = "none";

    /** The main class of the command line, which no module of Norn but the first may know. */
    private static final String MAIN_CLASS = "norn.cli.Main";

    private final Path folder;
    private final Environments files;
    private final Catalog runbooks;
    private final HostCache cache = new HostCache();

    /** The environments and runbooks of that folder. */
    public HostEnvironments(Path folder) {
        this.folder = folder;
        files = new Environments(List.of(folder));
        runbooks = new Catalog(folder, Actions.known());
    }

    @Override
    public Host host(String environment) {
        var file = files.files().get(environment);
        return file == null
                ? host(files.environment(environment))
                : cache.host(environment, file, () -> files.environment(environment), this::host);
    }

    private Host host(EnvironmentFile environment) {
        var host =
                new HostReader(Actions.sections(), System.getenv()).read(environment.environment(), environment.host());
        if (host != null) {
            return environment.policy().hosts().isEmpty()
                    ? host.rolledBackBy(localRollback(environment.environment()))
                    : host;
        }
        var problems = environment.host().problems();
        throw new InvalidEnvironment(environment.environment(), problems.list());
    }

    private List<String> localRollback(String environment) {
        var command = new ArrayList<>(NornProgram.command(List.of(), MAIN_CLASS));
        command.addAll(List.of(
                "rollback",
                environment,
                "--local",
                "--config",
                folder.toAbsolutePath().normalize().toString()));
        return command;
    }

    /** The names of the environments. */
    public List<String> names() {
        return List.copyOf(files.files().keySet());
    }

    /** What runs have saved on this host about the environment. */
    public SavedRecords records(String environment) {
        return new SavedRecords(host(environment).records());
    }

    /** What this host knows of a run that says nothing of itself any more; empty where nothing. */
    public Optional<UnfinishedRun> unfinishedRun(String environment, String deployment) {
        return UnfinishedRun.of(host(environment), deployment);
    }

    /** How the environment stands by what lies on this host. */
    public HostState state(String environment) {
        return HostState.of(host(environment));
    }

    @Override
    public Plan plan(PlanRequest request) {
        var environment = files.environment(request.environment());
        var host = host(environment);
        var active = activeRelease(host);
        var wanted = request.release();
        if (wanted != null) {
            requireRelease(wanted, request.environment(), host);
            if (request.changesEnvironment()) {
                refuseServing(wanted, active, request, host);
            }
        }
        var watched = request.watchesAlone() ? requireServing(request, active, host) : null;
        if (request.to() != null) {
            requireDirectory(request.to(), request.environment(), host);
        }
        var before = wanted == null ? Optional.ofNullable(request.to()) : Optional.<String>empty();
        var plan = PlanMaker.make(
                new PlanMaker.Request(
                        wanted == null ? active.orElse(NONE) : wanted,
                        before.or(() -> recordedTarget(host, request))
                                .or(() -> watched == null ? Optional.empty() : watched.map(Target::release))
                                .or(() -> active)
                                .orElse(null),
                        request.phases(),
                        host.sha256()),
                runbooks.runbook(environment),
                environment,
                Actions.known());
        return watched == null
                ? plan
                : plan.watching(watched.map(target -> watched(target, host)).orElseGet(Watched::withoutRecord));
    }

    /** What the deployment recorded that put the release into service; empty where none has, by this host's records. */
    private static Optional<Target> requireServing(PlanRequest request, Optional<String> active, Host host) {
        var wanted = request.release();
        if (host.section(CodeSettings.class).isPresent()
                && active.filter(release -> release.equals(wanted)).isEmpty()) {
            throw new InvalidEnvironment(
                    request.environment(),
                    List.of(Problem.at(
                                    "release " + wanted,
                                    "without deployment-day the release that serves is watched, and that is %s in %s"
                                            .formatted(active.orElse(NONE), request.environment()))
                            .remedy("Watch that one, or add deployment-day to the phases.")));
        }
        return new Targets(host.records())
                .inEffect()
                .filter(target -> target.deploys() == null || target.deploys().equals(wanted));
    }

    /** When it let users in, as it recorded that; where there is no maintenance mode, as it last reported. */
    private static Watched watched(Target target, Host host) {
        var records = host.records();
        return new Watched(
                target.deployment(),
                GoLiveRecord.since(records, target.deployment())
                        .or(() -> new SavedRecords(records)
                                .of(target.deployment())
                                .map(run -> run.checklist().goLiveAt()))
                        .orElse(null));
    }

    /** The release before a deployment changed the environment: for a rollback, or where this very deployment was reset. */
    private static Optional<String> recordedTarget(Host host, PlanRequest request) {
        var targets = new Targets(host.records());
        return (request.release() == null ? targets.inEffect() : targets.of(request.deployment())).map(Target::release);
    }

    /** A release that the repository surely lacks is refused before people are asked for anything. */
    private static void requireRelease(String release, String environment, Host host) {
        var known = host.section(CodeSettings.class).flatMap(KnownReleases::of).orElse(Set.of(release));
        if (known.contains(release)) {
            return;
        }
        throw new InvalidEnvironment(
                environment,
                List.of(Problem.at("release " + release, "the repository has no such tag")
                        .known(known)
                        .meant(release, known)));
    }

    /** A rollback goes back only to a release that is still on this host. */
    private static void requireDirectory(String release, String environment, Host host) {
        var code = host.section(CodeSettings.class);
        if (code.isEmpty() || Files.isDirectory(new Releases(code.get()).directory(release))) {
            return;
        }
        var known = retained(code.get());
        throw new InvalidEnvironment(
                environment,
                List.of(Problem.at("to " + release, "no such release is retained on this host")
                        .known(known)
                        .meant(release, known)));
    }

    private static List<String> retained(CodeSettings code) {
        try (var folders = Files.list(code.releases())) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list " + code.releases(), unreadable);
        }
    }

    /** The release that serves already cannot be deployed: what a rollback goes back to would be the release itself. */
    private static void refuseServing(String wanted, Optional<String> active, PlanRequest request, Host host) {
        if (active.filter(wanted::equals).isEmpty()
                || recordedTarget(host, request).isPresent()) {
            return;
        }
        throw new InvalidEnvironment(
                request.environment(),
                List.of(Problem.at("release " + wanted, "it is active in %s already".formatted(request.environment()))
                        .remedy("Deploy another release; './norn status %s' shows how the environment stands."
                                .formatted(request.environment()))));
    }

    /** The release that the services run: what the link points to. */
    private static Optional<String> activeRelease(Host host) {
        return host.section(CodeSettings.class)
                .map(CodeSettings::active)
                .filter(Files::exists)
                .map(link -> {
                    try {
                        return String.valueOf(link.toRealPath().getFileName());
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone);
                    }
                });
    }
}
