package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.files.AtomicFiles;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/** The releases on this host: one directory each, and the link that says which one is in service. */
public final class Releases {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    private final CodeSettings settings;

    /** Those of that section. */
    public Releases(CodeSettings settings) {
        this.settings = settings;
    }

    /**
     * The directory of a release, whether it exists or not.
     *
     * @throws ActionFailed {@code BadReleaseName} for a path, an option, or what else is no name
     */
    public Path directory(String release) {
        if (!isName(release)) {
            throw new ActionFailed(
                    "BadReleaseName",
                    "release %s: not a name that a release can have".formatted(ShortText.of(release, 120)),
                    "Expected: a tag such as v1.0.0: letters, digits, dots, dashes, underscores, plus signs.",
                    false);
        }
        return settings.releases().toAbsolutePath().resolve(release);
    }

    /** Refuses a path that leads out of the release it is relative to: known before there is one. */
    public static void requireInside(String field, String path) {
        var plain = Path.of(path).normalize();
        if (plain.isAbsolute() || plain.startsWith("..")) {
            throw new IllegalArgumentException(
                    "%s: %s leads out of the release. Expected: a path below it".formatted(field, path));
        }
    }

    /** Whether a release can have that name: its directory has it too. */
    public static boolean isName(String tag) {
        return NAME.matcher(tag).matches() && !tag.contains("..") && !tag.endsWith(".lock");
    }

    /** The directories of the releases that Norn checked out, and when; others are somebody else's. */
    public Map<Path, Instant> checkedOut() {
        var found = new TreeMap<Path, Instant>();
        var folder = settings.releases().toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (var directories =
                Files.newDirectoryStream(folder, entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            for (var directory : directories) {
                if (NAME.matcher(String.valueOf(directory.getFileName())).matches()
                        && Stamps.checkedOut(directory).isPresent()) {
                    found.put(directory, Stamps.checkedOutAt(directory));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + folder, unreadable);
        }
        return found;
    }

    /** The directory that the active link leads to; empty where there is no link, or it leads nowhere. */
    public Optional<Path> active() {
        try {
            return Optional.of(settings.active().toRealPath());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Since when the active link leads where it leads; empty where there is none. */
    public Optional<Instant> activeSince() {
        try {
            return Optional.of(Files.getLastModifiedTime(settings.active(), LinkOption.NOFOLLOW_LINKS)
                    .toInstant());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** The active directory. @throws ActionFailed {@code NoActiveRelease} where there is none */
    public Path requireActive() {
        return active().orElseThrow(() -> new ActionFailed(
                "NoActiveRelease",
                settings.active() + ": leads to no release",
                "Point it at a release's directory, or deploy one.",
                false));
    }

    /** The name of the active release: its directory's. */
    public Optional<String> activeName() {
        return active().map(directory -> directory.getFileName().toString());
    }

    /** Whether the release is the active one. */
    public boolean isActive(String release) {
        return isActive(directory(release));
    }

    /** Whether the active link leads to that directory. */
    public boolean isActive(Path directory) {
        var real = real(directory);
        return real.isPresent() && real.equals(active());
    }

    /** Points the active link at a directory: a new link is renamed over the old one, so that there is one at any time. */
    public void pointActiveLink(Path directory) {
        var link = settings.active().toAbsolutePath();
        var folder = link.getParent();
        if (folder == null || (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link))) {
            throw new ActionFailed(
                    "ActiveIsNoLink",
                    link + ": is not a symbolic link",
                    "This installation is deployed in place. Move what is there to %s/<its release>, and link it."
                            .formatted(settings.releases()),
                    false);
        }
        var fresh = folder.resolve("." + link.getFileName() + ".norn-new");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(fresh);
            Files.createSymbolicLink(fresh, directory.startsWith(folder) ? folder.relativize(directory) : directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot link " + fresh, failure);
        }
        AtomicFiles.move(fresh, link);
    }

    /**
     * A path in a release's directory, to be read, replaced or removed: what is there may be a link, which is not followed.
     *
     * @throws ActionFailed {@code PathLeavesRelease} where it, or a link on its way, leads out
     */
    public static Path inside(Path release, String relative) {
        var path = lexical(release, relative);
        requireInside(release, relative, path.getParent());
        return path;
    }

    /**
     * A folder in a release's directory, to work in: where it is a link, that leads to a place in the release, too.
     *
     * @throws ActionFailed {@code PathLeavesRelease} where it leads out
     */
    public static Path folder(Path release, String relative) {
        var path = lexical(release, relative);
        requireInside(release, relative, path);
        return path;
    }

    private static Path lexical(Path release, String relative) {
        var path = release.resolve(relative).normalize();
        if (!path.startsWith(release) || Path.of(relative).isAbsolute()) {
            throw leaves(release, relative);
        }
        return path;
    }

    private static void requireInside(Path release, String relative, @Nullable Path path) {
        for (var at = path; at != null && at.startsWith(release); at = at.getParent()) {
            var real = real(at);
            if (real.isPresent()) {
                if (!real.get().startsWith(real(release).orElse(release))) {
                    throw leaves(release, relative);
                }
                return;
            }
        }
    }

    /**
     * Checks that no link in a release's directory leads to another release: what is built or written through it would change
     * that one, which may serve.
     *
     * @throws ActionFailed {@code LinkToAnotherRelease} naming each
     */
    void requireOwnLinks(Path release) {
        var releases = real(settings.releases()).orElse(settings.releases().toAbsolutePath());
        var active = settings.active().toAbsolutePath().normalize();
        var own = real(release).orElse(release);
        var outside = new ArrayList<String>();
        try (var all = Files.walk(own)) {
            for (var path : (Iterable<Path>) all.filter(Files::isSymbolicLink)::iterator) {
                var target = Files.readSymbolicLink(path);
                var led = real(path).orElse(path.resolveSibling(target).normalize());
                var written = path.resolveSibling(target).normalize();
                if ((led.startsWith(releases) && !led.startsWith(own)) || written.startsWith(active)) {
                    outside.add("%s -> %s".formatted(own.relativize(path), target));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + release, unreadable);
        }
        if (!outside.isEmpty()) {
            throw new ActionFailed(
                    "LinkToAnotherRelease",
                    "%s: links lead to another release: %s"
                            .formatted(release, String.join(", ", outside.subList(0, Math.min(5, outside.size())))),
                    "A release shares no file with another. Remove the links from the repository, or let"
                            + " host.code.shared link to a place outside the releases.",
                    false);
        }
    }

    private static ActionFailed leaves(Path release, @Nullable String relative) {
        return new ActionFailed(
                "PathLeavesRelease",
                "%s: leads out of %s".formatted(relative, release),
                "Name a path inside the release in the environment file.",
                false);
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
