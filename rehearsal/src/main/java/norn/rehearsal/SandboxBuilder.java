package norn.rehearsal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import norn.rehearsal.mariadb.MariadbPrograms;
import norn.rehearsal.postgres.PostgresDriver;
import norn.rehearsal.postgres.PostgresPrograms;
import norn.rehearsal.production.NodePrograms;
import norn.rehearsal.production.Pm2;
import norn.rehearsal.production.ProductionTools;
import norn.rehearsal.production.PythonPackages;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.Directories;
import norn.rehearsal.system.PackageCache;
import norn.rehearsal.system.ProcessStopper;
import norn.rehearsal.system.Resources;
import norn.rehearsal.system.SandboxFailure;
import norn.rehearsal.systemd.Presence;
import norn.rehearsal.systemd.ServiceUnit;
import norn.rehearsal.systemd.Systemctl;

/** Makes a sandbox: the database on one side, the releases on the other, both at once; then the services, then players. */
final class SandboxBuilder {
    private static final Executor THREADS = task -> new Thread(task, "sandbox-builder").start();

    private final Path root;
    private final SandboxOptions options;
    private final Consumer<String> progress;

    SandboxBuilder(Path root, SandboxOptions options, Consumer<String> progress) {
        this.root = root;
        this.options = options;
        this.progress = progress;
    }

    Sandbox make() {
        Sandbox.requireTools(root, options.like());
        var programs = PostgresPrograms.find(cache(), progress);
        var production = options.like() == SandboxKind.PRODUCTION ? production(cache()) : null;
        prepareRoot();
        var description = SandboxLayout.describe(root, options, programs, production);
        var sandbox = new Sandbox(description);
        try {
            make(sandbox);
            return sandbox;
        } catch (IOException | SQLException e) {
            throw cleanUp(
                    sandbox, new SandboxFailure("the sandbox cannot be made in %s: %s".formatted(root, explain(e)), e));
        } catch (RuntimeException e) {
            throw cleanUp(sandbox, e);
        }
    }

    private ProductionTools production(Path cache) {
        var home = root.resolve("pm2");
        Pm2.requireShort(home);
        var systemctl = systemctl(root, options, progress);
        return new ProductionTools(
                NodePrograms.find(cache, progress),
                home,
                PythonPackages.fetch(cache, progress),
                MariadbPrograms.find(cache, progress),
                systemctl.orElse(null));
    }

    /** For the systemd of a user, where one certainly runs; says what will run the services, and why. */
    static Optional<Systemctl> systemctl(Path root, SandboxOptions options, Consumer<String> progress) {
        var named = options.systemctl();
        var systemctl = named == null ? Systemctl.ofProcess() : new Systemctl(named);
        var presence = ServiceUnit.canRunIn(root)
                ? systemctl.presence()
                : Presence.no(
                        "systemd takes no quotes and backslashes in a program's path, and there are some in " + root);
        if (presence.isYes()) {
            progress.accept(
                    "services: the user's systemd (version %s) runs the AI service, a script the game servers, pm2 the dashboard"
                            .formatted(presence.detail()));
            return Optional.of(systemctl);
        }
        progress.accept("services: pm2 runs the AI service and the dashboard, a script the game servers. %s: %s"
                .formatted(
                        presence.state() == Presence.State.NO
                                ? "The user's systemd runs none"
                                : "Whether the user's systemd runs is unknown, so it runs none",
                        presence.detail()));
        return Optional.empty();
    }

    private void prepareRoot() {
        try {
            Files.createDirectories(root);
            if (!Directories.files(root).stream().allMatch(SandboxFile::isLeftover)) {
                throw new SandboxFailure(
                        "%s is not empty: open the sandbox that is there, or name another directory.".formatted(root));
            }
            requireSpace();
            ProcessStopper.stopBelow(root);
            SandboxFile.begin(root);
        } catch (IOException e) {
            throw new SandboxFailure("the sandbox cannot be made in %s: %s".formatted(root, explain(e)), e);
        }
    }

    /** The sandbox itself, and room for what a deployment in it copies and retains. */
    private void requireSpace() throws IOException {
        var needed = Math.round(options.sizeGb() * 4e9) + 300_000_000;
        var free = Files.getFileStore(root).getUsableSpace();
        if (free < needed) {
            throw new SandboxFailure(
                    "the sandbox cannot be made in %s: it needs %d MB of disk, %d MB are free. Make room, or name a directory elsewhere."
                            .formatted(root, needed / 1_000_000, free / 1_000_000));
        }
    }

    private void make(Sandbox sandbox) throws IOException, SQLException {
        var description = sandbox.description();
        SandboxFile.write(description);
        for (var directory : new Path[] {
            description.run(), description.logs(), description.backups(), description.releases(), description.players()
        }) {
            Files.createDirectories(directory);
        }
        if (description.production() != null) {
            Files.createDirectories(description.production().pm2Home());
        }
        Settings.write(description);
        var driver = PostgresDriver.copyInto(description.shared().resolve("lib"));

        var data = CompletableFuture.runAsync(() -> runUnchecked(() -> database(description)), THREADS);
        var code = CompletableFuture.runAsync(() -> runUnchecked(() -> release(description, driver)), THREADS);
        try {
            CompletableFuture.allOf(data, code).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : e;
        }
        progress.accept("starting the AI service, the game servers, the dashboard");
        sandbox.startServices();
        progress.accept("starting the players");
        var players = new PlayersProcess(description);
        players.create();
        players.start();
        players.awaitPlaying();
        SandboxFile.finish(root);
    }

    private void database(SandboxDescription description) throws IOException, SQLException {
        progress.accept("PostgreSQL %d: making a cluster"
                .formatted(description.database().major()));
        var server = new DatabaseServer(description);
        server.initialize();
        server.start();
        progress.accept("loading the database, %.0f MB".formatted(options.sizeGb() * 1000));
        server.load(Resources.text("repository/" + Repository.OLD + "/schema/schema.sql"), options);
        var cache = new CacheServer(description);
        cache.create();
        cache.start();
        if (description.production() != null) {
            progress.accept("MariaDB: making the characters' database");
            new CharactersServer(description.production().characters()).create();
        }
    }

    private void release(SandboxDescription description, Path driver) throws IOException {
        progress.accept("making the git repository");
        var repository = Repository.create(description.repository(), driver, options);
        progress.accept("building " + Repository.OLD);
        var production = description.production();
        var release = production == null ? description.releases().resolve(Repository.OLD) : production.tree();
        repository.checkOut(Repository.OLD, release);
        Settings.overlay(description, release);
        new BuildCache(cache()).build(release, Command.in(release).with(description.buildEnvironment()));
        if (production == null) {
            Files.createSymbolicLink(description.active(), release);
        } else {
            PythonPackages.make(release, production.pythonPackages());
            Command.in(release).run(production.node().toString(), "dashboard/build.js");
        }
    }

    private static RuntimeException cleanUp(Sandbox sandbox, RuntimeException reason) {
        try {
            sandbox.destroy();
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    private static String explain(Exception e) {
        var message = String.valueOf(e.getMessage());
        if (message.contains("No space left")) {
            return "the disk is full (%s). Make room, or name a directory elsewhere.".formatted(message);
        }
        if (message.contains("Read-only") || e instanceof AccessDeniedException) {
            return "it cannot be written to (%s). Name a directory that you may write.".formatted(message);
        }
        return "%s: %s".formatted(e.getClass().getSimpleName(), message);
    }

    private interface SandboxTask {
        void run() throws IOException, SQLException;
    }

    private void runUnchecked(SandboxTask part) {
        try {
            part.run();
        } catch (IOException | SQLException e) {
            throw new SandboxFailure("the sandbox cannot be made in %s: %s".formatted(root, explain(e)), e);
        }
    }

    /** What the next sandbox can use again lies beside this one. */
    private Path cache() {
        return PackageCache.of(root.resolveSibling("cache"));
    }
}
