package norn.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import norn.action.Actions;
import norn.action.Target;
import norn.action.code.CodeSettings;
import norn.action.code.KnownReleases;
import norn.catalog.Catalog;
import norn.catalog.EnvironmentFile;
import norn.catalog.InvalidEnvironment;
import norn.catalog.PlanMaker;
import norn.catalog.Problems;
import norn.catalog.Suggestion;
import norn.environment.Hands;
import norn.environment.HandsReader;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Problem;

/** The environments of this host's configuration folder, read anew each time: editing a file changes no running plan. */
public final class HostEnvironments implements Environments {
    /** What a rollback's plan calls the release where none is active. */
    private static final String NONE = "none";

    private final norn.catalog.Environments files;
    private final Catalog runbooks;

    /** The environments and runbooks of that folder. */
    public HostEnvironments(Path folder) {
        files = new norn.catalog.Environments(List.of(folder));
        runbooks = new Catalog(folder, Actions.known());
    }

    @Override
    public Hands hands(String environment) {
        return hands(files.environment(environment));
    }

    private static Hands hands(EnvironmentFile environment) {
        var hands = new HandsReader(Actions.sections(), System.getenv())
                .read(environment.environment(), environment.hands());
        if (hands != null) return hands;
        Problems problems = environment.hands().problems();
        throw new InvalidEnvironment(environment.environment(), problems.list());
    }

    @Override
    public Plan plan(PlanRequest request) {
        var environment = files.environment(request.environment());
        var hands = hands(environment);
        var active = active(hands);
        var wanted = request.release();
        if (wanted != null) exists(wanted, request.environment(), hands);
        var before = wanted == null ? Optional.ofNullable(request.to()) : Optional.<String>empty();
        return PlanMaker.make(
                new PlanMaker.Request(
                        wanted == null ? active.orElse(NONE) : wanted,
                        before.or(() -> recorded(hands, request))
                                .or(() -> active)
                                .orElse(null),
                        request.phases(),
                        hands.sha256()),
                runbooks.runbook(environment.runbook()),
                environment);
    }

    /** What served before a deployment changed the world: before a rollback, or before this very deployment was reset. */
    private static Optional<String> recorded(Hands hands, PlanRequest request) {
        return Target.read(hands.records())
                .filter(target ->
                        request.release() == null || target.deployment().equals(request.deployment()))
                .map(Target::release);
    }

    /** A release that the repository surely lacks is refused before anybody is asked for anything. */
    private static void exists(String release, String environment, Hands hands) {
        var known = hands.section(CodeSettings.class).flatMap(KnownReleases::of).orElse(Set.of(release));
        if (known.contains(release)) return;
        throw new InvalidEnvironment(
                environment,
                List.of(new Problem(
                        "release " + release,
                        "the repository has no such tag",
                        Suggestion.known(known),
                        Suggestion.forWord(release, known))));
    }

    /** The release that the services run: what the link points to. */
    private static Optional<String> active(Hands hands) {
        return hands.section(CodeSettings.class)
                .map(CodeSettings::active)
                .filter(Files::exists)
                .map(link -> {
                    try {
                        return String.valueOf(link.toRealPath().getFileName());
                    } catch (IOException gone) {
                        throw new java.io.UncheckedIOException(gone);
                    }
                });
    }
}
