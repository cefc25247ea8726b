package norn.adoption;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.code.CodeSettings;
import norn.plan.Problem;
import org.jspecify.annotations.Nullable;

/** Whether a folder that services run from can become a release by a rename. */
final class TreeCheck {
    private TreeCheck() {}

    /**
     * What stands in the way.
     *
     * @param directory the release's directory; null: its name is wrong
     */
    static List<Problem> problems(Path tree, @Nullable Path directory, CodeSettings code, Path records) {
        var problems = new ArrayList<Problem>();
        var active = code.active().toAbsolutePath();
        var releases = code.releases().toAbsolutePath();
        if (real(releases).startsWith(tree)) {
            problems.add(Problem.at(
                            "host.code.releases", "%s lies in %s, which is to be moved there".formatted(releases, tree))
                    .remedy("Name a folder beside it, on the same file system."));
        }
        if (!real(active).equals(tree) && active.startsWith(tree)) {
            problems.add(Problem.at("host.code.active", "%s lies in %s, which is to be moved".formatted(active, tree))
                    .remedy("Name a path beside it."));
        }
        if (real(records).startsWith(tree)) {
            problems.add(Problem.at("records", "%s lies in %s, which is to be moved".formatted(records, tree))
                    .remedy("Name a folder outside for the records of this environment."));
        }
        if (Files.exists(active, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(active)
                && !real(active).equals(tree)) {
            problems.add(Problem.at("host.code.active", active + " exists, and is no link")
                    .remedy("Move it away, or name another path for the link."));
        }
        var repository = Path.of(code.repository());
        if (!code.repository().contains("://") && real(repository).startsWith(tree) && Files.exists(repository)) {
            problems.add(Problem.at(
                            "host.code.repository",
                            "%s is in the folder that the services run from, and would lead to whatever release is active"
                                    .formatted(code.repository()))
                    .remedy("Name where it comes from: 'git -C %s remote get-url origin'.".formatted(tree)));
        }
        canBeRenamed(tree, directory == null ? releases : directory).ifPresent(problems::add);
        return problems;
    }

    /** Whether what Norn needs beside a release lies in the folder: it holds more than the installation then. */
    static boolean holdsMore(Path tree, CodeSettings code, Path records) {
        var active = code.active().toAbsolutePath();
        return real(code.releases()).startsWith(tree)
                || (!active.equals(tree) && active.startsWith(tree))
                || real(records).startsWith(tree);
    }

    private static Optional<Problem> canBeRenamed(Path tree, Path directory) {
        var to = existing(directory);
        var parent = tree.getParent();
        try {
            var own = Files.getFileStore(tree);
            if (parent != null && !own.equals(Files.getFileStore(parent))) {
                return Optional.of(Problem.at(tree.toString(), "is a file system of its own, and cannot be renamed")
                        .remedy("Mount it as %s instead, and make %s a link to it.".formatted(directory, tree)));
            }
            var other = Files.getFileStore(to);
            if (!own.equals(other)) {
                return Optional.of(otherFileSystem(tree, to, own, other));
            }
        } catch (IOException unreadable) {
            return Optional.of(Problem.at(tree.toString(), "its file system is unknown: " + unreadable.getMessage())
                    .remedy("Check that the folder can be read."));
        }
        for (var folder : parent == null ? List.of(tree, to) : List.of(tree, parent, to)) {
            if (!Files.isWritable(folder)) {
                return Optional.of(Problem.at(folder.toString(), "this user may not write there")
                        .remedy("Run this as a user who may: %s is renamed to %s.".formatted(tree, directory)));
            }
        }
        return Optional.empty();
    }

    private static Problem otherFileSystem(Path tree, Path to, FileStore own, FileStore other) {
        return Problem.at(
                        "host.code.releases",
                        "%s lies on another file system (%s) than %s (%s): a folder is not renamed from one to the other"
                                .formatted(to, other, tree, own))
                .remedy("Name a folder for releases on the file system of %s.".formatted(tree));
    }

    private static Path existing(Path path) {
        var at = path;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    /** Where the path leads; of one that does not exist, where it would lie. */
    private static Path real(Path path) {
        var absolute = path.toAbsolutePath().normalize();
        var existing = existing(absolute);
        try {
            return existing.toRealPath().resolve(existing.relativize(absolute));
        } catch (IOException unreadable) {
            return absolute;
        }
    }
}
