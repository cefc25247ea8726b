package norn.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.rehearsal.players.PlayersMain;
import norn.rehearsal.system.Resources;
import norn.rehearsal.system.RunningProcess;
import norn.rehearsal.system.StartupWait;
import norn.rehearsal.system.SystemPrograms;

/** The players' process: a JVM of its own, with a copy of its classes, so that a new build of Norn does not pull them away. */
final class PlayersProcess {
    private final SandboxDescription sandbox;
    private final Path directory;

    PlayersProcess(SandboxDescription sandbox) {
        this.sandbox = sandbox;
        this.directory = sandbox.players();
    }

    Path pidFile() {
        return sandbox.run().resolve("players.pid");
    }

    private Path log() {
        return sandbox.logs().resolve("players.log");
    }

    void create() throws IOException {
        Resources.copyFolderOf("players/PlayersMain.class", directory.resolve("classes/norn/rehearsal/players"));
    }

    void start() {
        if (sandbox.options().players() == 0 || RunningProcess.of(pidFile()).isPresent()) {
            return;
        }
        RunningProcess.start(
                List.of(
                        SystemPrograms.jdk().resolve("bin/java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        directory.resolve("classes").toString(),
                        PlayersMain.class.getName(),
                        String.valueOf(sandbox.gamePorts().login()),
                        String.valueOf(sandbox.gamePorts().character()),
                        String.valueOf(sandbox.gamePorts().map()),
                        sandbox.importDirectory().resolve("accounts.txt").toString(),
                        sandbox.ledger().toString(),
                        sandbox.notices().toString()),
                Map.of(),
                directory,
                log(),
                pidFile());
    }

    /** Waits until the first write is confirmed. */
    void awaitPlaying() {
        if (sandbox.options().players() > 0) {
            StartupWait.until(
                    "players play",
                    Duration.ofSeconds(20),
                    pidFile(),
                    log(),
                    () -> Files.exists(sandbox.ledger())
                            && sandbox.ledger().toFile().length() > 0);
        }
    }
}
