package norn.code;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import norn.action.ActionFailed;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.plan.Count;
import norn.plan.ShortText;
import norn.state.Finding;

/** What a release's directory holds otherwise than its commit: of code that is interpreted, this is what runs. */
public final class ReleaseChanges {
    private static final int NAMED = 5;
    private static final int PATH_CHARACTERS = 100;

    private ReleaseChanges() {}

    /**
     * The changed files that git holds, with hashes of what they are: short, and equal where they are. Files that git does not hold are no
     * part of it: services write there.
     *
     * @throws ActionFailed {@code CodeUnknown} where git does not say
     */
    public static String of(Path release, List<String> git) {
        var tree = WorkTree.of(release, git);
        if (tree.versioned() == Finding.UNKNOWN) {
            throw new ActionFailed(
                    "CodeUnknown",
                    "%s: git does not say which files differ from the commit".formatted(release),
                    "Run 'git -C %s status' as this user, and do what it proposes, then RETRY.".formatted(release),
                    true);
        }
        if (tree.changed().isEmpty()) {
            return "none";
        }
        var hashes = new TreeMap<String, String>();
        tree.changed().forEach(file -> hashes.put(file, hash(release.resolve(file))));
        return hashes.size() > NAMED
                ? "%s (%s)".formatted(Count.of(hashes.size(), "file"), shortly(Sha256.of(hashes.toString())))
                : hashes.entrySet().stream()
                        .map(file -> "%s (%s)"
                                .formatted(ShortText.line(file.getKey(), PATH_CHARACTERS), shortly(file.getValue())))
                        .collect(Collectors.joining(", "));
    }

    private static String hash(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? FileTrees.hash(file) : "deleted";
    }

    private static String shortly(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }
}
