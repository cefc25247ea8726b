package norn.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.code.WorkTree;
import norn.plan.Problem;
import norn.service.FoundService;
import norn.service.ServiceFinder;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;

/** Finds out how an installation runs, what stands in the way of its adoption, and what an adoption changes. It changes nothing. */
final class InstallationSurvey {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final Attempt attempt;
    private final AdoptionRequest request;
    private final CodeSettings code;
    private final Releases releases;
    private final @Nullable AdoptionRecord record;
    private final List<Problem> problems = new ArrayList<>();

    InstallationSurvey(Attempt attempt, AdoptionRequest request) {
        this.attempt = attempt;
        this.request = request;
        this.code = attempt.settings(CodeSettings.class);
        this.releases = new Releases(code);
        this.record = AdoptionRecord.read(attempt.host().records()).orElse(null);
    }

    Installation make() {
        attempt.heartbeat("looking for services");
        problems.addAll(EnvironmentInUse.problems(attempt, request, record));
        if (record != null && record.isBeingUndone()) {
            problems.add(Problem.at("adoption of " + record.release(), "is being taken back")
                    .remedy("Let that come to its end first: 'norn adopt %s --undo' goes on."
                            .formatted(attempt.host().environment())));
        }
        return record != null && isBegun() && record.isMoved() ? afterMove(record) : before();
    }

    /** The tree is a release: what is missing is done by whoever adopts again. */
    private Installation afterMove(AdoptionRecord moved) {
        return new Installation(
                new ServiceFinder(attempt, null).find(),
                null,
                null,
                moved.release(),
                Path.of(moved.directory()),
                releases.activeName().orElse(null),
                problems,
                List.of(),
                List.of(),
                moved);
    }

    private Installation before() {
        var known = request.tree() == null ? begunTree() : givenTree(request.tree());
        var first = new ServiceFinder(attempt, known.orElse(null)).find();
        var trees = trees(first, known.orElse(null));
        var tree =
                known.or(() -> trees.values().stream().flatMap(Optional::stream).findFirst());
        var services = new ServiceFinder(attempt, tree.orElse(null)).find();
        var runsFromReleases = tree.isEmpty() && managed(services).allMatch(service -> service.release() != null);
        checkServices(services, runsFromReleases ? Map.of() : trees(services, tree.orElse(null)), tree.orElse(null));
        if (runsFromReleases) {
            return fromReleases(services);
        }
        return tree.map(found -> inPlace(found, services))
                .orElseGet(() -> new Installation(
                        services,
                        null,
                        null,
                        null,
                        null,
                        releases.activeName().orElse(null),
                        problems,
                        List.of(),
                        List.of(),
                        record));
    }

    private boolean isBegun() {
        return record != null && record.isOpen();
    }

    private boolean isUnfinished() {
        return record != null && (record.isOpen() || record.isBeingUndone());
    }

    private Optional<Path> begunTree() {
        return record != null && isBegun() && record.tree() != null
                ? Optional.of(Path.of(record.tree()))
                : Optional.empty();
    }

    private Optional<Path> givenTree(Path given) {
        try {
            return Optional.of(given.toRealPath());
        } catch (IOException none) {
            problems.add(Problem.at("--tree " + given, "is no folder")
                    .remedy("Name the folder that the services run from."));
            return Optional.empty();
        }
    }

    private static Stream<FoundService> managed(List<FoundService> services) {
        return services.stream().filter(FoundService::managed);
    }

    /** The tree of each service that Norn is to start and stop, and that runs; empty where it is in none that is known. */
    private Map<String, Optional<Path>> trees(List<FoundService> services, @Nullable Path given) {
        var running = managed(services)
                .filter(service -> !service.pids().isEmpty() && !isInDeletedFolder(service))
                .filter(service -> service.release() == null && !isToRunThroughLink(service))
                .toList();
        var chosen = given == null ? commonWorkTree(running) : given;
        var trees = new LinkedHashMap<String, Optional<Path>>();
        running.forEach(service -> trees.put(service.name(), tree(service, chosen)));
        return trees;
    }

    /** The innermost that holds all of those services that work in one; null: there is none. */
    private @Nullable Path commonWorkTree(List<FoundService> services) {
        var around = services.stream()
                .map(this::workTrees)
                .filter(trees -> !trees.isEmpty())
                .toList();
        return around.stream()
                .limit(1)
                .flatMap(List::stream)
                .filter(tree -> around.stream().allMatch(trees -> trees.contains(tree)))
                .findFirst()
                .orElse(null);
    }

    /**
     * Those that the service works in, from the innermost outwards; the one alone in which the environment file says where it works.
     * One that holds more than the installation (a home under git, the whole of {@code /srv}) counts where there is no other.
     */
    private List<Path> workTrees(FoundService service) {
        // Not by its program: an interpreter may lie in a work tree of its own.
        var all = Stream.of(service.directory(), service.configuredDirectory())
                .filter(Objects::nonNull)
                .map(WorkTree::around)
                .filter(trees -> !trees.isEmpty())
                .findFirst()
                .orElse(List.of());
        var own = all.stream()
                .filter(tree -> !TreeCheck.holdsMore(tree, code, attempt.host().records()))
                .toList();
        return withoutSubfolder(service)
                .filter(all::contains)
                .map(List::of)
                .orElseGet(() -> own.isEmpty() ? all.stream().limit(1).toList() : own);
    }

    /** Whether it runs through the link once it is started anew. */
    private boolean isToRunThroughLink(FoundService service) {
        var active = code.active().toAbsolutePath();
        return service.configuredDirectory() != null
                && service.configuredDirectory().startsWith(active)
                && !Files.isDirectory(active, LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<Path> tree(FoundService service, @Nullable Path given) {
        var places = Stream.of(service.directory(), service.program(), service.configuredDirectory())
                .filter(Objects::nonNull)
                .toList();
        if (given != null && places.stream().anyMatch(place -> place.startsWith(given))) {
            return Optional.of(given);
        }
        return workTrees(service).stream()
                .findFirst()
                .or(() -> withoutSubfolder(service))
                .filter(place -> place.getNameCount() > 1); // no folder of the system
    }

    /** The tree of a service that works in a folder of it, as the environment file says. */
    private static Optional<Path> withoutSubfolder(FoundService service) {
        var directory = service.directory();
        if (directory == null || service.directoryInRelease() == null) {
            return Optional.empty();
        }
        var below = Path.of(service.directoryInRelease()).normalize();
        if (below.toString().isEmpty()) {
            return Optional.of(directory);
        }
        var tree = directory;
        for (var i = 0; i < below.getNameCount() && tree != null; i++) {
            tree = tree.getParent();
        }
        return Optional.ofNullable(tree).filter(found -> directory.equals(found.resolve(below)));
    }

    private void checkServices(List<FoundService> services, Map<String, Optional<Path>> trees, @Nullable Path chosen) {
        if (managed(services).findAny().isEmpty()) {
            problems.add(Problem.at("host.services", "names no service that Norn starts and stops")
                    .remedy("Name those of this installation."));
        }
        managed(services).forEach(service -> {
            var where = "service " + service.name();
            if (service.unknown() != null) {
                problems.add(Problem.at(where, service.unknown())
                        .remedy("Correct host.services.components.%s, or run this as a user who may see its processes."
                                .formatted(service.name())));
            } else if (!service.isFound() && !isUnfinished()) { // else the try before was killed with the services down
                problems.add(Problem.at(
                                where, "nothing of it runs here: looked for " + String.join(", ", service.lookedFor()))
                        .remedy(
                                "Start it as you always do; or correct host.services.components.%s, or remove it from the file."
                                        .formatted(service.name())));
            } else if (isInDeletedFolder(service)) {
                problems.add(Problem.at(
                                where,
                                "process %d works in a folder that was deleted or replaced since it was started: %s"
                                        .formatted(service.pids().get(0), service.directory()))
                        .remedy("Start it anew as you always do, so that what runs is what lies there."));
            } else if (service.supervisor() != null
                    && !List.of("pm2", "systemd", "command").contains(service.manager())) {
                problems.add(Problem.at(
                                where,
                                "%s started process %d, and would start it again beside Norn"
                                        .formatted(
                                                service.supervisor(),
                                                service.pids().get(0)))
                        .remedy("Give it the manager pm2."));
            }
        });
        trees.forEach((name, tree) -> {
            if (tree.isEmpty()) {
                problems.add(outside(service(services, name), chosen));
            }
        });
        var different = new LinkedHashSet<>(
                trees.values().stream().flatMap(Optional::stream).toList());
        if (different.size() > 1 || (chosen != null && !different.isEmpty() && !different.contains(chosen))) {
            problems.add(Problem.at(
                            "host.services",
                            "services run from different folders: "
                                    + String.join(
                                            ", ",
                                            trees.entrySet().stream()
                                                    .filter(entry ->
                                                            entry.getValue().isPresent())
                                                    .map(entry -> "%s from %s"
                                                            .formatted(
                                                                    entry.getKey(),
                                                                    entry.getValue()
                                                                            .get()))
                                                    .toList()))
                    .remedy("A release is one folder: put them into one, or say of those that no release of this"
                            + " environment holds that others manage them (manager: external)."));
        }
        var mixed =
                managed(services).filter(service -> service.release() != null).toList();
        if (!trees.isEmpty() && !mixed.isEmpty()) {
            problems.add(Problem.at(
                            "host.services",
                            "%s runs from a release, and %s does not"
                                    .formatted(
                                            mixed.get(0).name(),
                                            trees.keySet().iterator().next()))
                    .remedy("Have all of them run from one place first."));
        }
    }

    /** Whether the kernel says that the folder in which it works is gone. */
    private static boolean isInDeletedFolder(FoundService service) {
        var directory = service.directory();
        return directory != null && directory.toString().endsWith(" (deleted)") && !Files.exists(directory);
    }

    private static FoundService service(List<FoundService> services, String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Of one that works outside of any tree: it would go on to do so when it is started anew. */
    private Problem outside(FoundService service, @Nullable Path tree) {
        var problem = Problem.at(
                "service " + service.name(),
                "process %d works in %s and runs %s: neither is in %s"
                        .formatted(
                                service.pids().get(0),
                                service.directory(),
                                service.program(),
                                tree == null ? "a git work tree" : tree));
        return service.manager().equals("systemd")
                ? problem.remedy("Have its unit work in a folder of the release, and call this again: "
                        + InstallationChanges.dropIn(service, code.active(), null))
                : problem.remedy("Name the folder that it is a part of (--tree DIR), or start it in there.");
    }

    private Installation fromReleases(List<FoundService> services) {
        var active = releases.active();
        var name = releases.activeName().orElse(null);
        if (active.isEmpty()) {
            problems.add(Problem.at("host.code.active", code.active() + " leads to no release")
                    .remedy("Point it at the release that the services run from."));
        }
        managed(services)
                .filter(service ->
                        service.release() != null && !service.release().equals(name))
                .forEach(service -> problems.add(Problem.at(
                                "service " + service.name(),
                                "runs from %s, and %s leads to %s".formatted(service.release(), code.active(), name))
                        .remedy("Start it anew, or point the link at what it runs from.")));
        return new Installation(
                services,
                null,
                active.map(directory -> WorkTree.of(directory, code.git())).orElse(null),
                name,
                active.orElse(null),
                name,
                problems,
                List.of("nothing is moved: the services run through %s already".formatted(code.active())),
                List.of(),
                record);
    }

    private Installation inPlace(Path tree, List<FoundService> services) {
        var git = WorkTree.of(tree, code.git());
        if (git.versioned() == Finding.UNKNOWN) {
            problems.add(Problem.at(tree.toString(), "git does not say what this work tree holds")
                    .remedy(
                            "Run 'git -C %s status' as this user: where it speaks of dubious ownership, do what it proposes."
                                    .formatted(tree)));
        }
        var release = request.release() == null ? name(git) : request.release();
        var directory = directory(release);
        problems.addAll(TreeCheck.problems(tree, directory, code, attempt.host().records()));
        var changes = new InstallationChanges(attempt, tree, release, directory, services);
        return new Installation(
                services,
                tree,
                git,
                release,
                directory,
                releases.activeName().orElse(null),
                problems,
                changes.lines(),
                changes.notes(git, releases.active().orElse(null)),
                record);
    }

    private @Nullable Path directory(String release) {
        try {
            var directory = releases.directory(release);
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(Problem.at("release " + release, directory + " exists already")
                        .remedy("Give the adopted one another name: --release NAME."));
            }
            return directory;
        } catch (ActionFailed badName) {
            problems.add(Problem.at("release " + release, "is no name that a release can have")
                    .remedy(String.valueOf(badName.remedy())));
            return null;
        }
    }

    /** The tag where the tree is exactly that; else what says by how much it is not. */
    private String name(WorkTree git) {
        var commit = git.commit();
        if (commit == null) {
            return "in-place-" + DAY.format(attempt.clock().instant());
        }
        var described = git.description();
        var name = git.tag() != null
                ? git.tag()
                : described != null ? described.replace('/', '-') : "in-place-" + commit.substring(0, 8);
        return git.changed().isEmpty() ? name : name + "-changed";
    }
}
