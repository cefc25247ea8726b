package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes a world: the database on one side, the releases on the other, both at once; then the services, then players. */
final class WorldMaker {
    private static final Executor THREADS = task -> new Thread(task, "world-maker").start();

    private final Path root;
    private final WorldOptions options;
    private final Consumer<String> progress;

    WorldMaker(Path root, WorldOptions options, Consumer<String> progress) {
        this.root = root;
        this.options = options;
        this.progress = progress;
    }

    World make() {
        Programs.requireAll();
        PostgresPrograms programs = PostgresPrograms.find(World.cache(root), progress);
        makeRoom();
        WorldDescription description = Layout.describe(root, options, programs);
        World world = new World(description);
        try {
            make(world);
            return world;
        } catch (IOException | SQLException e) {
            throw undone(world, new WorldFailure("the world cannot be made in %s: %s".formatted(root, explain(e)), e));
        } catch (RuntimeException e) {
            throw undone(world, e);
        }
    }

    private void makeRoom() {
        try {
            Files.createDirectories(root);
            try (Stream<Path> files = Files.list(root)) {
                if (files.findAny().isPresent()) {
                    throw new WorldFailure("%s is not empty: open the world that is there, or name another directory."
                            .formatted(root));
                }
            }
            Files.delete(Files.createTempFile(root, "writable", ""));
            requireSpace();
        } catch (IOException e) {
            throw new WorldFailure("the world cannot be made in %s: %s".formatted(root, explain(e)), e);
        }
    }

    /** The world itself, and room for what a deployment in it copies and keeps. */
    private void requireSpace() throws IOException {
        long needed = Math.round(options.sizeGb() * 4e9) + 300_000_000;
        long free = Files.getFileStore(root).getUsableSpace();
        if (free < needed) {
            throw new WorldFailure(
                    "the world cannot be made in %s: it needs %d MB of disk, %d MB are free. Make room, or name a directory elsewhere."
                            .formatted(root, needed / 1_000_000, free / 1_000_000));
        }
    }

    private void make(World world) throws IOException, SQLException {
        WorldDescription description = world.description();
        for (Path directory : new Path[] {
            description.run(), description.logs(), description.backups(), description.releases(), description.players()
        }) {
            Files.createDirectories(directory);
        }
        DescriptionFile.write(description);
        Settings.write(description);
        Path driver = Layout.driver(description);

        CompletableFuture<Void> data = CompletableFuture.runAsync(() -> quietly(() -> database(description)), THREADS);
        CompletableFuture<Void> code =
                CompletableFuture.runAsync(() -> quietly(() -> release(description, driver)), THREADS);
        try {
            CompletableFuture.allOf(data, code).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : e;
        }
        progress.accept("starting the AI service, the game servers, the dashboard");
        world.startServices();
        progress.accept("players come in");
        Players players = new Players(description);
        players.create();
        players.start();
        players.awaitPlaying();
    }

    private void database(WorldDescription description) throws IOException, SQLException {
        progress.accept("PostgreSQL %d: making a cluster"
                .formatted(description.database().major()));
        DatabaseServer server = new DatabaseServer(description);
        server.initialize();
        server.start();
        progress.accept("loading the database, %.0f MB".formatted(options.sizeGb() * 1000));
        server.load(Resources.text("repository/" + Repository.OLD + "/schema/schema.sql"), options.sizeGb());
        CacheServer cache = new CacheServer(description.cache(), root.resolve("cache"));
        cache.create();
        cache.start();
    }

    private void release(WorldDescription description, Path driver) throws IOException {
        progress.accept("making the git repository");
        Repository repository = Repository.create(description.repository(), driver, options.fault());
        progress.accept("building " + Repository.OLD);
        Path release = description.releases().resolve(Repository.OLD);
        repository.checkOut(Repository.OLD, release);
        Settings.layOver(description, release);
        new BuildCache(World.cache(root)).build(release, Command.in(release).with(description.buildEnvironment()));
        Files.createSymbolicLink(description.active(), release);
    }

    private static RuntimeException undone(World world, RuntimeException reason) {
        try {
            world.destroy();
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    private static String explain(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left")) {
            return "the disk is full (%s). Make room, or name a directory elsewhere.".formatted(message);
        }
        if (message.contains("Read-only") || e instanceof java.nio.file.AccessDeniedException) {
            return "it cannot be written to (%s). Name a directory that you may write.".formatted(message);
        }
        return "%s: %s".formatted(e.getClass().getSimpleName(), message);
    }

    private interface Part {
        void run() throws IOException, SQLException;
    }

    private void quietly(Part part) {
        try {
            part.run();
        } catch (IOException | SQLException e) {
            throw new WorldFailure("the world cannot be made in %s: %s".formatted(root, explain(e)), e);
        }
    }
}
