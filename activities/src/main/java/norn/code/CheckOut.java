package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
 * Gives a release its directory: the commit of its tag, and over it what git does not hold. It comes into being under another
 * name and is renamed once it is complete, so that a release's directory is never half there.
 */
final class CheckOut {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(CodeSettings.class);
        var directory = new Releases(settings).directory(order.release());
        var repository = new Repository(settings, attempt);
        var commit = repository.commitOf(order.release());
        attempt.evidence().value("commit", commit).value("directory", directory.toString());
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return alreadyThere(order, attempt, directory, commit);
        }
        checkShared(settings);
        var fresh = directory.resolveSibling(".%s.%s.new"
                .formatted(
                        order.release(),
                        Sha256.of(order.deployment() + "/" + order.step()).substring(0, 8)));
        FileTrees.delete(fresh);
        attempt.checkFence();
        repository.checkOut(order.release(), commit, created(fresh));
        attempt.heartbeat("laying shared files over it");
        Stamps.write(fresh, new Stamps.CheckedOut(order.release(), commit, copyShared(settings, fresh)));
        attempt.checkFence();
        AtomicFiles.move(fresh, directory);
        return attempt.evidence()
                .value("sharedFiles", settings.shared().size())
                .done("%s checked out at %s".formatted(order.release(), commit.substring(0, 12)));
    }

    private static Evidence alreadyThere(Order order, Attempt attempt, Path directory, String commit) {
        var stamp = Stamps.checkedOut(directory)
                .orElseThrow(() -> new ActionFailed(
                        "ReleaseDirectoryTaken",
                        directory + ": is there, and Norn did not check it out",
                        "Look what it is. Move it away, then RETRY.",
                        false));
        if (!stamp.commit().equals(commit)) {
            throw new ActionFailed(
                    "TagMoved",
                    "release %s was checked out at %s, and its tag is at %s now"
                            .formatted(order.release(), stamp.commit(), commit),
                    "A release's tag never moves. Give what is meant a tag of its own, or move %s away and RETRY."
                            .formatted(directory),
                    false);
        }
        return attempt.evidence()
                .alreadySo("%s is checked out at %s".formatted(order.release(), commit.substring(0, 12)));
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
                    "what is laid over a release is not there: " + String.join(", ", missing),
                    "Put it there, or mend host.code.shared in the environment file.",
                    false);
        }
    }

    /** Lays them over in the order of the file; answers the hash of each by where it went. */
    private static Map<String, String> copyShared(CodeSettings settings, Path release) {
        var laid = new LinkedHashMap<String, String>();
        for (var shared : settings.shared()) {
            var target = Releases.inside(release, shared.to());
            if (shared.link()) {
                link(shared.from().toAbsolutePath(), target);
            } else {
                FileTrees.copyOver(shared.from(), target);
            }
            laid.put(shared.to(), shared.link() ? "link" : FileTrees.hash(shared.from()));
        }
        return laid;
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

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + directory, failure);
        }
    }

    /** The paths that are laid over, as git would name them. */
    static List<String> sharedPaths(Stamps.CheckedOut stamp) {
        return List.copyOf(stamp.shared().keySet());
    }
}
