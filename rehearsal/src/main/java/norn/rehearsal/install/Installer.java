package norn.rehearsal.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.SandboxFailure;

/**
 * Puts things into a folder, each once for all who share it. What is there is used, and nothing is asked for over the network. A thing
 * appears whole: it is made beside its place, and moved there by one rename, so what a killed process left is no thing, and is deleted
 * by the next that installs the same.
 */
public final class Installer {
    private final Path folder;
    private final InstallLimits limits;
    private final StopSignal stop;
    private final Consumer<String> progress;

    Installer(Path folder, InstallLimits limits, StopSignal stop, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath().normalize();
        this.limits = limits;
        this.stop = stop;
        this.progress = progress;
    }

    /** For that folder, within this process's limits, until this process is to end. */
    public static Installer into(Path folder, Consumer<String> progress) {
        return new Installer(folder, InstallLimits.of(System.getenv()), StopSignal.ofProcess(), progress);
    }

    /** Makes a thing, and says where in the folders of that work it lies. */
    public interface Making {
        Path with(Work work) throws IOException, InterruptedException;
    }

    /**
     * Where the thing lies; it is installed where it is not there.
     *
     * @throws InstallFailed if it cannot be had; the message says why, the remedy what to do
     * @throws SandboxFailure if the folder cannot be written
     */
    public Path installed(Installable thing, Making making) {
        var home = folder.resolve(thing.name());
        if (Files.exists(home)) {
            return home;
        }
        try {
            Files.createDirectories(folder);
            var lock = folder.resolve(".%s.lock".formatted(thing.name()));
            try (var held = InstallLock.take(lock, thing.title(), limits, stop, progress)) {
                if (!Files.exists(home)) {
                    install(thing, making, home, held);
                }
                return home;
            }
        } catch (IOException e) {
            throw new SandboxFailure(
                    "%s cannot be put into %s: %s. %s"
                            .formatted(thing.title(), home, e.getMessage(), thing.otherwise()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallFailed("installing %s was interrupted".formatted(thing.title()), "Try again.", e);
        }
    }

    private void install(Installable thing, Making making, Path home, InstallLock held)
            throws IOException, InterruptedException {
        Objects.requireNonNull(held);
        var prefix = ".installing-%s-".formatted(thing.name());
        deleteLeftovers(prefix);
        var work = new Work(thing, home, Files.createTempDirectory(folder, prefix));
        try {
            Files.move(making.with(work), home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            try {
                Directories.delete(work.root);
            } catch (IOException left) {
                failed.addSuppressed(left); // the next that installs it deletes the rest
            }
            throw failed;
        }
        Directories.delete(work.root);
    }

    private void deleteLeftovers(String prefix) throws IOException {
        try (var found = Files.newDirectoryStream(
                folder, path -> String.valueOf(path.getFileName()).startsWith(prefix))) {
            for (var leftover : found) {
                Directories.delete(leftover);
            }
        }
    }

    /** One try to make a thing, in folders that are deleted at its end. */
    public final class Work {
        private final Installable thing;
        private final Path home;
        private final Path root;

        private Work(Installable thing, Path home, Path root) {
            this.thing = thing;
            this.home = home;
            this.root = root;
        }

        /** The folder of that name; made where it is not there. */
        public Path folder(String name) throws IOException {
            return Files.createDirectories(root.resolve(name));
        }

        /** Has a package manager fetch something into that folder. */
        public void fetch(PackageManager manager, Path into, List<String> words)
                throws IOException, InterruptedException {
            if (stop.isGiven()) {
                throw stopped();
            }
            var doing = "installing %s with %s".formatted(thing.title(), manager.name());
            progress.accept("%s into %s (once) …".formatted(doing, folder));
            var output = root.resolve("output.log");
            var program = new WatchedProgram(
                    doing, into, Map.of("TMPDIR", folder("tmp").toString()), output.toFile(), limits, stop, progress);
            var command = new ArrayList<>(manager.words().within(limits.answer()));
            command.addAll(words);
            var failure = program.failure(command);
            if (failure.isPresent()) {
                throw stop.isGiven() ? stopped() : failed(manager, failure.get(), output);
            }
        }

        private InstallFailed stopped() {
            return new InstallFailed("installing %s was stopped".formatted(thing.title()), "Try again.");
        }

        private InstallFailed failed(PackageManager manager, String failure, Path output) {
            var lines = LastLines.of(output, manager.noise());
            var message =
                    "cannot install %s: %s %s. %s".formatted(thing.title(), manager.name(), failure, lines.text());
            if (lines.sayThatTheDiskIsFull()) {
                return new InstallFailed(
                        message,
                        "Make room on the disk, in %s and where %s has its own files, and try again."
                                .formatted(folder, manager.name()));
            }
            var ways = new ArrayList<>(List.of(
                    "Connect this machine, or set a registry or a proxy for %s (%s), and try again."
                            .formatted(manager.name(), manager.connection()),
                    "Or put it there beforehand: copy %s from a machine where Norn has it.".formatted(home)));
            if (!thing.otherwise().isEmpty()) {
                ways.add(thing.otherwise());
            }
            ways.add("If the network is only slow, allow more time: %s=%d"
                    .formatted(InstallLimits.VARIABLE, limits.idle().toSeconds() * 5));
            return new InstallFailed(message, String.join("\n", ways));
        }
    }
}
