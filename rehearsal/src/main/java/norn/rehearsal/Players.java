package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.rehearsal.players.PlayersMain;

/** The players' process: a JVM of its own, with a copy of its classes, so that a new build of Norn does not pull them away. */
final class Players {
    private final WorldDescription world;
    private final Path directory;

    Players(WorldDescription world) {
        this.world = world;
        this.directory = world.players();
    }

    Path pidFile() {
        return world.run().resolve("players.pid");
    }

    private Path log() {
        return world.logs().resolve("players.log");
    }

    void create() throws IOException {
        Resources.copyFolderOf("players/PlayersMain.class", directory.resolve("classes/norn/rehearsal/players"));
    }

    void start() {
        if (world.options().players() == 0 || RunningProcess.of(pidFile()).isPresent()) {
            return;
        }
        RunningProcess.start(
                List.of(
                        Programs.jdk().resolve("bin/java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        directory.resolve("classes").toString(),
                        PlayersMain.class.getName(),
                        String.valueOf(world.gamePorts().login()),
                        String.valueOf(world.gamePorts().character()),
                        String.valueOf(world.gamePorts().map()),
                        world.importDirectory().resolve("accounts.txt").toString(),
                        world.ledger().toString(),
                        world.notices().toString()),
                Map.of(),
                directory,
                log(),
                pidFile());
    }

    /** Waits until the first write is confirmed. */
    void awaitPlaying() {
        if (world.options().players() > 0) {
            Waiting.until(
                    "players play",
                    Duration.ofSeconds(20),
                    pidFile(),
                    log(),
                    () -> Files.exists(world.ledger())
                            && world.ledger().toFile().length() > 0);
        }
    }
}
