package norn.adoption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.exec.Poller;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.plan.Order;
import norn.service.FoundService;
import norn.service.ServiceFinder;
import norn.service.Services;
import norn.state.Evidence;

/**
 * Makes the folder that services run from a release: stops them, renames it into the folder of the releases, points the active link
 * at it, and puts a link to that in its old place. Where it cannot be renamed, the services are started again where they were.
 */
final class TreePlacement {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Longer than a process manager takes to start again what was ended. */
    private static final Duration RESTART_TIME = Duration.ofSeconds(3);

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var record = AdoptionRecord.read(attempt.host().records()).orElseThrow();
        var code = attempt.settings(CodeSettings.class);
        var directory = Path.of(record.directory());
        var moved = false;
        if (record.tree() != null && !record.isMoved()) {
            move(Path.of(record.tree()), directory, attempt);
            moved = true;
        }
        var releases = new Releases(code);
        var linked = !releases.isActive(directory);
        if (linked) {
            attempt.checkFence();
            releases.pointActiveLink(directory);
        }
        if (record.tree() != null) {
            linked |= linkOldPlace(Path.of(record.tree()), code.active().toAbsolutePath());
        }
        attempt.evidence().value("directory", record.directory()).value("release", record.release());
        return moved || linked
                ? attempt.evidence().done("%s is %s, and active".formatted(record.directory(), record.release()))
                : attempt.evidence().alreadySo("%s is active".formatted(record.release()));
    }

    private static void move(Path tree, Path directory, Attempt attempt) throws InterruptedException {
        var found = managed(tree, attempt);
        try {
            stop(found, tree, attempt);
            attempt.checkFence();
            FileTrees.createFolder(parent(directory));
            AtomicFiles.move(tree, directory);
            AtomicFiles.syncFolder(parent(tree));
        } catch (ActionFailed failed) {
            throw backInPlace(failed, tree, attempt);
        } catch (UncheckedIOException | IOException failed) {
            throw backInPlace(
                    new ActionFailed(
                            "TreeNotMoved",
                            "%s cannot be renamed to %s: %s".formatted(tree, directory, reason(failed)),
                            "Name a folder for releases in which it can (host.code.releases).",
                            false,
                            failed),
                    tree,
                    attempt);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent());
    }

    private static String reason(Exception failed) {
        return String.valueOf(failed.getCause() == null ? failed.getMessage() : failed.getCause());
    }

    private static List<FoundService> managed(Path tree, Attempt attempt) {
        return new ServiceFinder(attempt, tree)
                .find().stream().filter(FoundService::managed).toList();
    }

    private static void stop(List<FoundService> found, Path tree, Attempt attempt) throws InterruptedException {
        var services = new Services(attempt);
        var reversed = new ArrayList<>(found);
        Collections.reverse(reversed);
        for (var service : reversed) {
            attempt.checkFence();
            attempt.heartbeat("stopping " + service.name());
            services.stop(service);
        }
        var again = Poller.of(attempt, POLL)
                .await(
                        RESTART_TIME,
                        () -> managed(tree, attempt).stream()
                                .filter(FoundService::isFound)
                                .toList(),
                        running -> !running.isEmpty(),
                        running -> "checking that nothing starts them again");
        if (!again.isEmpty()) {
            throw new ActionFailed(
                    "StartedAgain",
                    "something starts %s again, as processes %s"
                            .formatted(again.get(0).name(), again.get(0).pids()),
                    "Find what does (its parent process, a process manager, a watchdog), and end that, or name it as"
                            + " the service's manager; then adopt again.",
                    false);
        }
    }

    /** What was stopped is started again from where it ran. */
    private static ActionFailed backInPlace(ActionFailed failed, Path tree, Attempt attempt)
            throws InterruptedException {
        var problems = new ArrayList<String>();
        for (var service : managed(tree, attempt)) {
            if (!service.isFound()) {
                try {
                    new Services(attempt).startIn(tree, service.name());
                } catch (ActionFailed notStarted) {
                    problems.add(String.valueOf(notStarted.getMessage()));
                }
            }
        }
        return new ActionFailed(
                failed.error(),
                "%s. Nothing was moved, and %s"
                        .formatted(
                                failed.getMessage(),
                                problems.isEmpty()
                                        ? "what was stopped is started again from " + tree
                                        : "not all that was stopped is started again: " + String.join("; ", problems)),
                failed.remedy(),
                false,
                failed);
    }

    /** Whether there was something to do. */
    private static boolean linkOldPlace(Path tree, Path active) {
        if (tree.equals(active)) {
            return false;
        }
        try {
            if (Files.isSymbolicLink(tree) && Files.readSymbolicLink(tree).equals(active)) {
                return false;
            }
            Files.createSymbolicLink(tree, active);
            AtomicFiles.syncFolder(parent(tree));
            return true;
        } catch (FileAlreadyExistsException taken) {
            throw new ActionFailed(
                    "OldPlaceTaken",
                    "%s was moved away, and %s is there again"
                            .formatted(
                                    tree, Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS) ? "a folder" : "a file"),
                    "Find what made it, move it away, and adopt again.",
                    false,
                    taken);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot link " + tree, failed);
        }
    }
}
