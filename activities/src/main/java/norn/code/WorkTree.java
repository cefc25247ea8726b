package norn.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import norn.exec.ProgramOutput;
import norn.state.Finding;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a git work tree in it, as git describes it.
 *
 * @param versioned whether it is one; unknown where git does not answer
 * @param commit where it stands; null: there is no commit, or git does not say
 * @param tag a tag of exactly that commit that a release can have; null: there is none
 * @param description the nearest tag, the commits since, and the commit; null: the same as of the commit
 * @param changed files that git holds and that differ from the commit
 * @param untracked files and folders that git does not hold, those that it ignores included
 */
public record WorkTree(
        Finding versioned,
        @Nullable String commit,
        @Nullable String tag,
        @Nullable String description,
        List<String> changed,
        List<String> untracked) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String GIT = ".git";
    private static final int MAX_GIT_FILE_BYTES = 8_192;

    /** The one in that folder. */
    public static WorkTree of(Path folder, List<String> git) {
        if (!Files.exists(folder.resolve(GIT), LinkOption.NOFOLLOW_LINKS)) {
            return without(Finding.NO);
        }
        var status = ask(
                folder,
                git,
                "status",
                "--porcelain=v1",
                "-z",
                "--no-renames",
                "--untracked-files=normal",
                "--ignored=traditional");
        var commit = ask(folder, git, "rev-parse", "--verify", "HEAD^{commit}").map(String::strip);
        if (status.isEmpty() || commit.isEmpty()) {
            return without(Finding.UNKNOWN);
        }
        var changed = new ArrayList<String>();
        var untracked = new ArrayList<String>();
        for (var entry : status.get().split("\0", -1)) {
            if (entry.length() > 3) {
                var path = entry.substring(3);
                (entry.startsWith("??") || entry.startsWith("!!") ? untracked : changed).add(path);
            }
        }
        return new WorkTree(
                Finding.YES,
                commit.get(),
                ask(folder, git, "describe", "--tags", "--exact-match")
                        .map(String::strip)
                        .filter(Releases::isName)
                        .orElse(null),
                ask(folder, git, "describe", "--tags", "--abbrev=8")
                        .map(String::strip)
                        .orElse(null),
                changed,
                untracked);
    }

    private static WorkTree without(Finding versioned) {
        return new WorkTree(versioned, null, null, null, List.of(), List.of());
    }

    /** The work trees that hold that path, from the innermost outwards. A submodule is a part of the one that holds it. */
    public static List<Path> around(Path path) {
        var trees = new ArrayList<Path>();
        for (var at = path; at != null; at = at.getParent()) {
            var git = at.resolve(GIT);
            if (Files.exists(git, LinkOption.NOFOLLOW_LINKS) && !isOfSubmodule(git)) {
                trees.add(at);
            }
        }
        return trees;
    }

    /** Whether it is the file by which a submodule names its place in the repository around it. */
    private static boolean isOfSubmodule(Path git) {
        if (!Files.isRegularFile(git)) {
            return false;
        }
        try {
            return Files.size(git) <= MAX_GIT_FILE_BYTES
                    && Files.readString(git).contains("/" + GIT + "/modules/");
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Optional<String> ask(Path folder, List<String> git, String... words) {
        var argv = new ArrayList<>(git);
        argv.addAll(List.of("--no-optional-locks", "-C", folder.toString(), "-c", "core.fsmonitor=false"));
        argv.addAll(List.of(words));
        return ProgramOutput.of(argv, Repository.QUIET, TIMEOUT)
                .filter(output -> output.exitCode() == 0)
                .map(ProgramOutput::text);
    }
}
