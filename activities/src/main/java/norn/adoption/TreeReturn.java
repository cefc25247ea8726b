package norn.adoption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Targets;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.files.AtomicFiles;
import norn.plan.Order;
import norn.service.ServiceFinder;
import norn.service.Services;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** The reverse of {@link TreePlacement}: stops the services, puts the folder back, removes the links, starts the services there. */
final class TreeReturn {
    /** The folder that the services run from while the adoption stands; null: it moved none. */
    static @Nullable Path place(AdoptionRecord record) {
        return record.tree() == null || record.isMoved() ? Path.of(record.directory()) : Path.of(record.tree());
    }

    /** Whether that is the link which the adoption put into the old place. */
    static boolean isOwnLink(Path tree, CodeSettings code) {
        var active = code.active().toAbsolutePath();
        return Files.isSymbolicLink(tree)
                && (tree.equals(active)
                        || active.equals(AtomicFiles.linkTarget(tree).orElse(null)));
    }

    /** Whether the active link leads to where the adoption, or its undoing, has it lead. */
    static boolean isOwnTarget(AdoptionRecord record, CodeSettings code) {
        var releases = new Releases(code);
        return Stream.of(record.directory(), LinkAside.folder(code).toString(), record.activeBefore())
                .filter(Objects::nonNull)
                .anyMatch(place -> releases.isActive(Path.of(place)));
    }

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var records = attempt.host().records();
        var record = AdoptionRecord.read(records).orElseThrow();
        var failures = new ArrayList<String>();
        if (record.tree() != null) {
            var tree = Path.of(record.tree());
            var code = attempt.settings(CodeSettings.class);
            if (record.isMoved()) {
                stop(record, attempt);
                attempt.checkFence();
                moveBack(tree, Path.of(record.directory()), code);
            }
            attempt.checkFence();
            putLinkBack(tree, record, code);
            LinkAside.remove(code);
            attempt.checkFence();
            failures.addAll(start(tree, attempt));
        }
        attempt.checkFence();
        new Targets(records).withdraw(record.id());
        record.putAway(records);
        if (!failures.isEmpty()) {
            throw new ActionFailed(
                    "NotAllStarted",
                    "the adoption is taken back, and not all services are started again: "
                            + String.join("; ", failures),
                    "Start them as you always did.",
                    false);
        }
        return attempt.evidence()
                .done(
                        record.tree() == null
                                ? "%s is not adopted any more; nothing was moved".formatted(record.release())
                                : "%s runs in place again, from %s".formatted(record.release(), record.tree()));
    }

    private static void stop(AdoptionRecord record, Attempt attempt) throws InterruptedException {
        var services = new Services(attempt);
        var found = new ArrayList<>(new ServiceFinder(attempt, place(record)).find());
        Collections.reverse(found);
        for (var service : found) {
            if (service.managed()) {
                attempt.checkFence();
                attempt.heartbeat("stopping " + service.name());
                services.stop(service);
            }
        }
    }

    private static void moveBack(Path tree, Path directory, CodeSettings code) {
        if (isOwnLink(tree, code)) {
            AtomicFiles.delete(tree);
        }
        try {
            AtomicFiles.move(directory, tree);
            AtomicFiles.syncFolder(
                    Objects.requireNonNull(directory.toAbsolutePath().getParent()));
        } catch (UncheckedIOException | IOException failed) {
            throw new ActionFailed(
                    "TreeNotMoved",
                    "%s cannot be renamed to %s: %s"
                            .formatted(
                                    directory,
                                    tree,
                                    failed.getCause() == null ? failed.getMessage() : failed.getCause()),
                    "Put that right, and type the same command again: it goes on.",
                    false,
                    failed);
        }
    }

    private static void putLinkBack(Path tree, AdoptionRecord record, CodeSettings code) {
        var active = code.active().toAbsolutePath();
        if (active.equals(tree)) {
            return;
        }
        var before = record.activeBefore();
        if (before != null && Files.isDirectory(Path.of(before), LinkOption.NOFOLLOW_LINKS)) {
            new Releases(code).pointActiveLink(Path.of(before));
        } else if (Files.isSymbolicLink(active)) {
            AtomicFiles.delete(active);
        }
    }

    /** Starts what does not run; what went wrong, in words. */
    private static List<String> start(Path tree, Attempt attempt) throws InterruptedException {
        var failures = new ArrayList<String>();
        var services = new Services(attempt);
        for (var service : new ServiceFinder(attempt, tree).find()) {
            if (service.managed() && !service.isFound()) {
                attempt.heartbeat("starting " + service.name());
                try {
                    services.startIn(tree, service.name());
                } catch (ActionFailed failed) {
                    failures.add(String.valueOf(failed.getMessage()));
                }
            }
        }
        for (var service : new ServiceFinder(attempt, tree).find()) {
            if (service.managed()) {
                try {
                    services.awaitHealthy(service.name());
                } catch (ActionFailed failed) {
                    failures.add(String.valueOf(failed.getMessage()));
                }
            }
        }
        return failures;
    }
}
