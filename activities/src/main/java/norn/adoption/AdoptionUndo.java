package norn.adoption;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.FailPoint;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.NamedAction;
import norn.action.Targets;
import norn.action.run.ActionRunner;
import norn.action.run.Actions;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.environment.Host;
import norn.plan.Order;
import norn.plan.Problem;
import norn.service.FoundService;
import norn.service.ServiceFinder;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Takes an adoption back, proven or not: the folder goes back to its old place, the link and the records go, and the services run in
 * place again. Once a deployment has acted on what was adopted, nothing is taken back. Whoever is killed in the middle of it calls it
 * again: it goes on.
 */
public final class AdoptionUndo {
    private static final Duration IN_USE_TIMEOUT = Duration.ofSeconds(2);

    private final Host host;
    private final Clock clock;
    private final AdoptionRequest request;
    private final Heartbeats heartbeats;
    private final ActionRunner runner;
    private @Nullable Undoing found;

    /** One of that host's environment; its progress goes to {@code heartbeats}. */
    public AdoptionUndo(Host host, Clock clock, AdoptionRequest request, Heartbeats heartbeats) {
        this(host, clock, request, heartbeats, FailPoint.NONE);
    }

    /** The same; tests stop the process at a fail point. */
    public AdoptionUndo(Host host, Clock clock, AdoptionRequest request, Heartbeats heartbeats, FailPoint failPoint) {
        this.host = host;
        this.clock = clock;
        this.request = request;
        this.heartbeats = heartbeats;
        this.runner = new ActionRunner(host, clock, actions(), failPoint);
    }

    /**
     * What taking it back means here.
     *
     * @param problems what stands in the way
     * @param changes what it does, a line each
     */
    public record Undoing(AdoptionRecord record, List<Problem> problems, List<String> changes) {
        public Undoing {
            problems = List.copyOf(problems);
            changes = List.copyOf(changes);
        }

        /** As JSON has it. */
        public Map<String, Object> fields() {
            return Map.of(
                    "adoption",
                    record.id(),
                    "release",
                    record.release(),
                    "problems",
                    problems.stream().map(Problem::text).toList(),
                    "changes",
                    changes);
        }
    }

    private Map<String, Action> actions() {
        var all = new LinkedHashMap<>(Actions.known());
        for (var own : List.of(
                NamedAction.harmless("survey-adoption", "Finds out what taking an adoption back means.", this::survey),
                NamedAction.changing(
                                "return-tree",
                                "Puts the folder that was adopted back into its old place.",
                                new TreeReturn()::run)
                        .holding((order, on) -> AdoptionOrders.codeAndServices(on)))) {
            all.put(own.name(), own);
        }
        return all;
    }

    /**
     * What it would do. It changes nothing.
     *
     * @throws ActionFailed {@code NotAdopted} where there is nothing to take back
     */
    public Undoing inspect() {
        AdoptionOrders.looking(host, runner, heartbeats).run("survey-adoption", "survey-adoption", Map.of());
        return Objects.requireNonNull(found);
    }

    /**
     * Takes it back.
     *
     * @return what was done
     * @throws ActionFailed {@code NotUndoable} with all that stands in the way; what a part of it failed with; {@code
     *     AdoptionRuns} where another one is at it
     */
    public Evidence undo() {
        return new AdoptionTurn(host, clock).holding(request.by(), this::undoInTurn);
    }

    private Evidence undoInTurn() {
        var undoing = inspect();
        if (!undoing.problems().isEmpty()) {
            throw new ActionFailed(
                    "NotUndoable",
                    "the adoption of %s cannot be taken back: %s"
                            .formatted(
                                    host.environment(),
                                    undoing.problems().stream()
                                            .map(Problem::text)
                                            .collect(Collectors.joining(" "))),
                    "Nothing was changed.",
                    false);
        }
        runner.requireNobodyActing(IN_USE_TIMEOUT);
        var record = undoing.record();
        var fence = new Fence(host.records()).acquire(record.id());
        record.undoBegun(clock.instant().toString()).write(host.records());
        return new AdoptionOrders(host, runner, heartbeats, record.id(), record.release(), fence)
                .run("return-tree", "return-tree", Map.of());
    }

    private Evidence survey(Order order, Attempt attempt) {
        var record = AdoptionRecord.read(host.records())
                .orElseThrow(() -> new ActionFailed(
                        "NotAdopted",
                        "%s: no adoption is recorded here that could be taken back".formatted(host.environment()),
                        "'norn adopt %s --plan' shows how it runs.".formatted(host.environment()),
                        false));
        attempt.heartbeat("looking for services");
        var services = new ServiceFinder(attempt, TreeReturn.place(record)).find();
        found = new Undoing(record, problems(record, services, attempt), changes(record, services));
        return attempt.evidence().done("looked at");
    }

    private List<Problem> problems(AdoptionRecord record, List<FoundService> services, Attempt attempt) {
        var problems = new ArrayList<Problem>();
        new Targets(host.records())
                .all().stream()
                        .filter(target -> !target.deployment().equals(record.id())
                                && target.recordedAt().compareTo(record.startedAt()) > 0)
                        .findFirst()
                        .ifPresent(later -> problems.add(Problem.at(
                                        "adoption of " + record.release(),
                                        "%s has acted on what was adopted".formatted(later.deployment()))
                                .remedy("Go on with it: deploy, or 'norn rollback %s'. Only what no deployment has"
                                                .formatted(host.environment())
                                        + " touched can be taken back.")));
        problems.addAll(EnvironmentInUse.problems(attempt, request, record));
        if (record.tree() != null) {
            problems.addAll(placeProblems(record, Path.of(record.tree())));
            services.stream()
                    .filter(FoundService::managed)
                    .flatMap(service -> serviceProblem(service, record).stream())
                    .forEach(problems::add);
        }
        return problems;
    }

    private List<Problem> placeProblems(AdoptionRecord record, Path tree) {
        var problems = new ArrayList<Problem>();
        var code = host.section(CodeSettings.class).orElseThrow();
        var releases = new Releases(code);
        if (record.isMoved() && !TreeReturn.isOwnLink(tree, code) && Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            problems.add(Problem.at(tree.toString(), "is not the link that the adoption made, and would be in the way")
                    .remedy("Move it away."));
        }
        releases.active()
                .filter(active -> record.isMoved() && !TreeReturn.isOwnTarget(record, code))
                .ifPresent(active -> problems.add(Problem.at(
                                "host.code.active",
                                "%s leads to %s, and not to what was adopted".formatted(code.active(), active))
                        .remedy("Point it at %s.".formatted(record.directory()))));
        return problems;
    }

    private List<Problem> serviceProblem(FoundService service, AdoptionRecord record) {
        var where = "service " + service.name();
        if (service.unknown() != null) {
            return List.of(
                    Problem.at(where, service.unknown()).remedy("Run this as a user who may see its processes."));
        }
        var active = host.section(CodeSettings.class).orElseThrow().active().toAbsolutePath();
        var configured = service.configuredDirectory();
        return configured != null
                        && configured.startsWith(active)
                        && !active.toString().equals(record.tree())
                ? List.of(Problem.at(where, "its unit works in %s, which goes".formatted(configured))
                        .remedy("Have it work in %s again (a drop-in: 'systemctl revert').".formatted(record.tree())))
                : List.of();
    }

    private List<String> changes(AdoptionRecord record, List<FoundService> services) {
        var lines = new ArrayList<String>();
        if (record.tree() != null) {
            var code = host.section(CodeSettings.class).orElseThrow();
            var names = services.stream()
                    .filter(FoundService::managed)
                    .map(FoundService::name)
                    .collect(Collectors.joining(", "));
            lines.add("stop " + names);
            if (record.isMoved()) {
                lines.add("rename %s to %s, in place of the link there".formatted(record.directory(), record.tree()));
            }
            if (!code.active().toAbsolutePath().toString().equals(record.tree())) {
                lines.add(
                        record.activeBefore() == null
                                ? "remove the link " + code.active()
                                : "point %s at %s again".formatted(code.active(), record.activeBefore()));
            }
            lines.add("start %s in %s".formatted(names, record.tree()));
        }
        lines.add("forget %s as what a deployment can go back to; the evidence stays in %s"
                .formatted(record.release(), host.records().resolve(record.id())));
        return lines;
    }
}
