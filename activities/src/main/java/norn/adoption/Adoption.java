package norn.adoption;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.FailPoint;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.NamedAction;
import norn.action.run.ActionRunner;
import norn.action.run.Actions;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.environment.Host;
import norn.plan.Order;
import norn.plan.Problem;
import norn.service.FoundService;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Takes an installation over that was made by hand and runs in place: shows how it runs; on a person's word makes a release of it
 * that runs through the active link; and proves by a stop, a return and a start, with the actions of any rollback, that it can be gone
 * back to. It holds the fence meanwhile. Whoever is killed in the middle of it calls it again: it goes on.
 */
public final class Adoption {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    /** How long another's action may take to end before the environment counts as in use. */
    private static final Duration IN_USE_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration ENDING_TIMEOUT = Duration.ofSeconds(10);

    private final Host host;
    private final Clock clock;
    private final AdoptionRequest request;
    private final Heartbeats heartbeats;
    private final ActionRunner runner;
    private @Nullable Installation found;

    /** One of that host's environment; its progress goes to {@code heartbeats}. */
    public Adoption(Host host, Clock clock, AdoptionRequest request, Heartbeats heartbeats) {
        this(host, clock, request, heartbeats, FailPoint.NONE);
    }

    /** The same; tests stop the process at a fail point. */
    public Adoption(Host host, Clock clock, AdoptionRequest request, Heartbeats heartbeats, FailPoint failPoint) {
        this.host = host;
        this.clock = clock;
        this.request = request;
        this.heartbeats = heartbeats;
        this.runner = new ActionRunner(host, clock, actions(), failPoint);
    }

    /** What only an adoption does: no runbook and no order from elsewhere can ask for it. */
    private Map<String, Action> actions() {
        var all = new LinkedHashMap<>(Actions.known());
        for (var own : List.of(
                NamedAction.harmless("survey-installation", "Finds out how an installation runs.", this::survey),
                NamedAction.changing(
                                "place-tree",
                                "Makes the folder that services run from a release.",
                                new TreePlacement()::run)
                        .holding((order, on) -> AdoptionOrders.codeAndServices(on)),
                NamedAction.changing("leave-release", "Points the active link at no release.", new LinkAside()::run)
                        .holding((order, on) -> AdoptionOrders.code()))) {
            all.put(own.name(), own);
        }
        return all;
    }

    private Evidence survey(Order order, Attempt attempt) {
        found = new InstallationSurvey(attempt, request).make();
        return attempt.evidence().done("looked at");
    }

    /**
     * How the installation runs now, and what an adoption would change. It changes nothing.
     *
     * @throws ActionFailed where the environment file has no code or no services
     */
    public Installation inspect() {
        AdoptionOrders.looking(host, runner, heartbeats).run("survey-installation", "survey-installation", Map.of());
        return Objects.requireNonNull(found);
    }

    /**
     * Adopts it.
     *
     * @return what the proof found
     * @throws ActionFailed {@code NotAdoptable} with all that a person must put right first; what a part of it failed with;
     *     {@code AdoptionRuns} where another one is at it
     */
    public Evidence adopt() {
        return new AdoptionTurn(host, clock).holding(request.by(), this::adoptInTurn);
    }

    private Evidence adoptInTurn() {
        var installation = inspect();
        if (!installation.problems().isEmpty()) {
            throw new ActionFailed(
                    "NotAdoptable",
                    "%s cannot be adopted: %s"
                            .formatted(
                                    host.environment(),
                                    installation.problems().stream()
                                            .map(Problem::text)
                                            .collect(Collectors.joining(" "))),
                    "Nothing was changed. Put that right, and adopt again.",
                    false);
        }
        runner.requireNobodyActing(IN_USE_TIMEOUT);
        var record = record(installation);
        record.write(host.records());
        var fence = new Fence(host.records()).acquire(record.id());
        runner.requireNobodyActing(ENDING_TIMEOUT);
        var names = installation.services().stream()
                .filter(FoundService::managed)
                .map(FoundService::name)
                .toList();
        var orders = new AdoptionOrders(host, runner, heartbeats, record.id(), record.release(), fence);
        if (!record.isMoved()) { // what cannot be recorded is found while everything still runs
            orders.run("look-before", "fingerprint", Map.of());
        }
        orders.run("place-tree", "place-tree", Map.of());
        start(record, orders, "start-through-link", names);
        throughLink(orders);
        orders.run("record-target", "fingerprint", Map.of("record", true));
        orders.run("stop-for-proof", "stop-service", Map.of());
        orders.run("leave-release", "leave-release", Map.of());
        orders.run("return", "restore-code", Map.of());
        start(record, orders, "start-after-return", names);
        var proof = orders.run("prove-return", "verify-fingerprint", Map.of());
        host.section(CodeSettings.class).ifPresent(LinkAside::remove);
        record.proven(clock.instant().toString(), String.valueOf(proof.values().get("fingerprintAfter")))
                .write(host.records());
        return proof;
    }

    /** The one that was begun, else a new one. */
    private AdoptionRecord record(Installation installation) {
        var begun = Optional.ofNullable(installation.record()).filter(AdoptionRecord::isOpen);
        if (begun.filter(AdoptionRecord::isMoved).isPresent()) {
            return begun.get();
        }
        var git = installation.git();
        return new AdoptionRecord(
                begun.map(AdoptionRecord::id)
                        .orElseGet(() -> "adoption-%s-%s".formatted(host.environment(), ID.format(clock.instant()))),
                request.by(),
                clock.instant().toString(),
                installation.tree() == null ? null : installation.tree().toString(),
                String.valueOf(installation.directory()),
                String.valueOf(installation.release()),
                git == null ? null : git.commit(),
                git == null ? 0 : git.changed().size(),
                null,
                null,
                begun.map(AdoptionRecord::activeBefore).orElseGet(this::activeNow),
                null);
    }

    private @Nullable String activeNow() {
        return host.section(CodeSettings.class)
                .filter(code -> Files.isSymbolicLink(code.active()))
                .flatMap(code -> new Releases(code).active())
                .map(Path::toString)
                .orElse(null);
    }

    /** Starts each of them, whatever becomes of the others: all that can serve do. */
    private void start(AdoptionRecord record, AdoptionOrders orders, String step, List<String> names) {
        var failures = new ArrayList<ActionFailed>();
        for (var name : names) {
            try {
                orders.runOf(name, step, "start-service");
            } catch (ActionFailed failed) {
                failures.add(failed);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.get(0);
            throw new ActionFailed(
                    first.error(),
                    failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
                    "%s %s"
                            .formatted(first.remedy() == null ? "" : first.remedy(), backAgain(record))
                            .strip(),
                    false,
                    first);
        }
    }

    private void throughLink(AdoptionOrders orders) {
        try {
            orders.run("check-link", "fingerprint", Map.of("throughLink", true));
        } catch (ActionFailed outside) {
            throw new ActionFailed(
                    outside.error(),
                    String.valueOf(outside.getMessage()),
                    "Have these work in a folder of %s, start them anew, and adopt again."
                            .formatted(host.section(CodeSettings.class)
                                    .map(CodeSettings::active)
                                    .map(Path::toString)
                                    .orElse("the link")),
                    false,
                    outside);
        }
    }

    /** How a person goes on, or back, where services do not start. */
    private String backAgain(AdoptionRecord record) {
        return record.tree() == null
                ? "Then adopt again."
                : "Then adopt again; or take it back: 'norn adopt %s --undo'.".formatted(host.environment());
    }
}
