package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.limit.Limits;

/**
 * What git holds in place of a file's content where another program brings it. A check-out without that program leaves it as it is,
 * and succeeds.
 */
enum StandIn {
    /** Of Git LFS. */
    LFS_POINTER(
            "version https://git-lfs.github.com/spec/",
            "LfsMissing",
            "git-lfs is not set up on this host: instead of its content, the release has a pointer to %s",
            "Install git-lfs for Norn's user (git lfs install), then RETRY. Where it is installed, .gitattributes does"
                    + " not name the file (filter=lfs): name it in a new release."),
    /** Of git-annex. */
    ANNEX_POINTER(
            "/annex/objects/",
            "AnnexMissing",
            "git-annex is not set up on this host: instead of its content, the release has a pointer to %s",
            "Lay the files over the release by host.code.shared, then RETRY."),
    /** Of git-crypt. */
    ENCRYPTED(
            "\0GITCRYPT\0",
            "FilesEncrypted",
            "git-crypt is not unlocked for a fresh check-out: the release has encrypted text instead of %s",
            "Lay the files over the release by host.code.shared, in plain text, then RETRY.");

    private final String beginning;
    private final String error;
    private final String message;
    private final String remedy;

    StandIn(String beginning, String error, String message, String remedy) {
        this.beginning = beginning;
        this.error = error;
        this.message = message;
        this.remedy = remedy;
    }

    /** What that file holds; empty where it is content. */
    static Optional<StandIn> of(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            var read = new String(in.readNBytes(LFS_POINTER.beginning.length()), StandardCharsets.ISO_8859_1);
            return Arrays.stream(values())
                    .filter(kind -> read.startsWith(kind.beginning))
                    .findFirst();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    ActionFailed refuse(List<String> files) {
        return new ActionFailed(
                error,
                message.formatted(String.join(", ", files.subList(0, Math.min(Limits.SHOWN_ITEMS, files.size())))),
                remedy,
                false);
    }
}
