package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Gives a release its directory: the commit of its tag, and in it what git does not hold. It is created under another name
 * and renamed once it is complete, so that a release's directory is never incomplete.
 */
final class CheckOut {
    private static final String SERVES =
            "It is what the services run from: leave it alone, and deploy a release of another name.";

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(CodeSettings.class);
        var directory = new Releases(settings).directory(order.release());
        var repository = new Repository(settings, attempt);
        var commit = repository.commitOf(order.release());
        attempt.evidence().value("commit", commit).value("directory", directory.toString());
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return alreadyThere(order, attempt, directory, commit, new Releases(settings).isActive(order.release()));
        }
        checkShared(settings);
        var fresh = directory.resolveSibling(".%s.%s.new"
                .formatted(
                        order.release(),
                        Sha256.of(order.deployment() + "/" + order.step()).substring(0, 8)));
        FileTrees.delete(fresh);
        attempt.checkFence();
        repository.checkOut(order.release(), commit, FileTrees.createFolder(fresh));
        requireComplete(repository, fresh, settings);
        attempt.heartbeat("copying shared files into it");
        Stamps.write(fresh, new Stamps.CheckedOut(order.release(), commit, copyShared(settings, fresh)));
        new Releases(settings).requireOwnLinks(fresh);
        attempt.checkFence();
        AtomicFiles.move(fresh, directory);
        return attempt.evidence()
                .value("sharedFiles", settings.shared().size())
                .done("%s checked out at %s".formatted(order.release(), commit.substring(0, 12)));
    }

    private static Evidence alreadyThere(Order order, Attempt attempt, Path directory, String commit, boolean serves) {
        var stamp = Stamps.checkedOut(directory)
                .orElseThrow(() -> new ActionFailed(
                        "ReleaseDirectoryTaken",
                        directory + ": exists, and Norn did not check it out",
                        serves ? SERVES : "Move it away, then RETRY.",
                        false));
        if (!stamp.commit().equals(commit)) {
            throw new ActionFailed(
                    "TagMoved",
                    "release %s was checked out at %s, and its tag is at %s now"
                            .formatted(order.release(), stamp.commit(), commit),
                    "A release's tag must not move. Give the new commit a tag of its own%s."
                            .formatted(serves ? "" : ", or move %s away and RETRY".formatted(directory)),
                    false);
        }
        return attempt.evidence()
                .alreadySo("%s is checked out at %s".formatted(order.release(), commit.substring(0, 12)));
    }

    /** What git leaves out of a check-out would be missed by the services, days later. */
    private static void requireComplete(Repository repository, Path fresh, CodeSettings settings)
            throws InterruptedException {
        var missing = repository.submodules(fresh).stream()
                .filter(path -> settings.shared().stream().noneMatch(shared -> isAt(shared.to(), path)))
                .toList();
        if (!missing.isEmpty()) {
            throw new ActionFailed(
                    "SubmodulesMissing",
                    "the release has submodules, which are not fetched: " + String.join(", ", missing),
                    "Lay their files over the release by host.code.shared, or take them into the repository.",
                    false);
        }
        var standIns = new LinkedHashMap<StandIn, List<String>>();
        for (var file : repository.files(fresh)) {
            if (settings.shared().stream().noneMatch(shared -> isAt(file, shared.to()))) {
                StandIn.of(Repository.file(fresh, file))
                        .ifPresent(found -> standIns.computeIfAbsent(found, none -> new ArrayList<>())
                                .add(file));
            }
        }
        for (var found : standIns.entrySet()) {
            throw found.getKey().refuse(found.getValue());
        }
    }

    private static boolean isAt(String to, String path) {
        return to.equals(path) || to.startsWith(path + "/");
    }

    private static void checkShared(CodeSettings settings) {
        var missing = settings.shared().stream()
                .map(CodeSettings.Shared::from)
                .filter(from -> !Files.exists(from))
                .map(Path::toString)
                .toList();
        if (!missing.isEmpty()) {
            throw new ActionFailed(
                    "SharedMissing",
                    "shared files of a release are missing: " + String.join(", ", missing),
                    "Put them there, or fix host.code.shared in the environment file.",
                    false);
        }
    }

    /** Copies them in the order of the file; returns the hash of each by its path in the release. */
    private static Map<String, String> copyShared(CodeSettings settings, Path release) {
        var copied = new LinkedHashMap<String, String>();
        for (var shared : settings.shared()) {
            var target = Releases.inside(release, shared.to());
            if (shared.link()) {
                link(shared.from().toAbsolutePath(), target);
            } else {
                FileTrees.copyOver(shared.from(), target);
            }
            copied.put(shared.to(), shared.link() ? "link" : FileTrees.hash(shared.from()));
        }
        return copied;
    }

    private static void link(Path from, Path target) {
        FileTrees.delete(target);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.createSymbolicLink(target, from);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot link %s to %s".formatted(target, from), failure);
        }
    }
}
