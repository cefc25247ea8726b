package norn.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.AtomicFiles;
import norn.files.FileTrees;
import norn.files.Sha256;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Builds a component of a release in the release's own directory, at low priority. Built
 * means: every command exited with 0, and every named output is there and newer than the start.
 */
final class BuildComponent {
    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(CodeSettings.class);
        var release = new Releases(settings).directory(order.release());
        var stamp = Stamps.checkedOut(release)
                .orElseThrow(() -> new ActionFailed(
                        "NotCheckedOut", release + ": is not checked out", "Check the release out first.", false));
        var built = 0;
        var components = components(order, settings);
        for (var component : components) {
            if (build(component, settings, release, stamp, attempt)) {
                built++;
            }
        }
        var names = String.join(", ", components);
        return built == 0
                ? attempt.evidence().alreadySo("%s of %s is built".formatted(names, order.release()))
                : attempt.evidence().done("%s of %s built".formatted(names, order.release()));
    }

    private static List<String> components(Order order, CodeSettings settings) {
        var component = order.component();
        if (component == null) {
            return List.copyOf(settings.builds().keySet());
        }
        if (settings.builds().containsKey(component)) {
            return List.of(component);
        }
        throw new ActionFailed(
                "UnknownComponent",
                "component %s: host.code.builds does not say how it is built".formatted(component),
                "Known: " + String.join(", ", settings.builds().keySet()),
                false);
    }

    /** Whether something had to be done. */
    private static boolean build(
            String component, CodeSettings settings, Path release, Stamps.CheckedOut stamp, Attempt attempt)
            throws InterruptedException {
        var how = settings.builds().get(component);
        if (how == null) {
            throw new IllegalStateException(component);
        }
        var inputs = Sha256.of("%s\n%s\n%s".formatted(stamp.commit(), stamp.shared(), how));
        var directory = Releases.folder(release, how.directory());
        var before = Stamps.built(release, component);
        if (before.isPresent()
                && before.get().inputs().equals(inputs)
                && problems(before.get(), directory).isEmpty()) {
            return false;
        }
        if (new Releases(settings).isActive(stamp.release())) {
            throw new ActionFailed(
                    "ReleaseInUse",
                    "%s is the active release: it is not built while services run from it".formatted(release),
                    "Deploy another release, or stop the services and point the active link elsewhere first.",
                    false);
        }
        new Releases(settings).requireOwnLinks(release);
        attempt.checkFence();
        var repository = new Repository(settings, attempt);
        clear(how, directory, repository);
        var changedBefore = repository.changed(release);
        var started = Stamps.started(release, component);
        AtomicFiles.write(started, "");
        var number = 0;
        for (var argv : how.commands()) {
            new Commands(attempt)
                    .run(Invocation.of("build-%s-%d".formatted(component, ++number), argv)
                            .inDirectory(directory)
                            .withEnvironment(how.environment())
                            .withNiceness(settings.niceness()))
                    .orFail("BuildFailed", false);
        }
        new Releases(settings).requireOwnLinks(release);
        requireUnchanged(component, how, changedBefore, repository.changed(release));
        var outputs = outputs(component, how, directory, started);
        Stamps.write(release, new Stamps.Built(component, inputs, outputs));
        attempt.evidence().value("outputs", outputs.size());
        return true;
    }

    /** A build that changes what git holds makes it another release; it would do so again. What it names as an output it may. */
    private static void requireUnchanged(
            String component, CodeSettings.Build how, List<String> before, List<String> after) {
        var changed = after.stream()
                .filter(file -> !before.contains(file) && !isOutput(how, file))
                .toList();
        if (!changed.isEmpty()) {
            throw new ActionFailed(
                    "BuildChangedSource",
                    "%s: the build changes files that git holds: %s".formatted(component, String.join(", ", changed)),
                    "Have it leave them alone (npm ci instead of npm install), or name them in host.code.builds.%s.outputs; else commit them, and deploy a new release."
                            .formatted(component),
                    false);
        }
    }

    /** Whether the file, relative to the release, is an output of that build, or lies in one. */
    static boolean isOutput(CodeSettings.Build how, String file) {
        return how.outputs().stream()
                .map(output -> Path.of(how.directory()).resolve(output).normalize())
                .anyMatch(output -> Path.of(file).startsWith(output));
    }

    /** Removes what an interrupted build may have left half done. What git holds stays. */
    private static void clear(CodeSettings.Build how, Path directory, Repository repository)
            throws InterruptedException {
        var paths = new ArrayList<>(how.scratch());
        paths.addAll(how.outputs());
        for (var path : paths) {
            Releases.inside(directory, path);
        }
        var held = repository.tracked(directory, paths);
        for (var path : paths) {
            if (held.stream().noneMatch(file -> file.equals(path) || file.startsWith(path + "/"))) {
                FileTrees.delete(Releases.inside(directory, path));
            }
        }
    }

    private static Map<String, String> outputs(String component, CodeSettings.Build how, Path directory, Path started) {
        var missing = new ArrayList<String>();
        var hashes = new LinkedHashMap<String, String>();
        for (var output : how.outputs()) {
            var path = Releases.inside(directory, output);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                missing.add(output + " is missing");
            } else if (FileTrees.newest(path).compareTo(time(started)) < 0) {
                missing.add(output + " is older than the build");
            } else {
                hashes.put(output, FileTrees.hash(path));
            }
        }
        if (!missing.isEmpty()) {
            throw new ActionFailed(
                    "OutputsMissing",
                    "%s: every command exited with 0, but %s".formatted(component, String.join(", ", missing)),
                    "The build's output is in the evidence.",
                    false);
        }
        return hashes;
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** What is not as it was built. */
    static List<String> problems(Stamps.Built built, Path directory) {
        var problems = new ArrayList<String>();
        built.outputs().forEach((output, hash) -> {
            var path = directory.resolve(output);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(output + " is missing");
            } else if (!FileTrees.hash(path).equals(hash)) {
                problems.add(output + " is not as it was built");
            }
        });
        return problems;
    }
}
