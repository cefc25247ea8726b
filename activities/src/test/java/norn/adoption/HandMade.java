package norn.adoption;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import norn.action.ActionHarness;
import norn.action.FailPoint;
import norn.action.Heartbeats;
import norn.action.SettingsText;
import norn.code.CodeSettings;
import norn.code.GitRepository;
import norn.exec.ProcessStat;
import norn.service.GameServers;
import norn.service.ServiceSettings;
import org.jspecify.annotations.Nullable;

/** An installation in place: a git work tree, and two game servers that somebody started in it by a script. */
record HandMade(Path root, int loginPort, int mapPort) {
    /** Makes it; nothing runs yet. */
    static HandMade in(Path root, int loginPort, int mapPort) throws IOException {
        var made = new HandMade(root, loginPort, mapPort);
        made.put();
        return made;
    }

    private void put() throws IOException {
        var repository = GitRepository.create(tree()).file(".gitignore", "*.pid\n");
        GameServers.in(tree().resolve("game"), loginPort, mapPort);
        repository.tag("v0.9.0");
    }

    Path tree() {
        return root.resolve("installation");
    }

    Path active() {
        return root.resolve("active");
    }

    Path release(String name) {
        return root.resolve("releases").resolve(name);
    }

    /** The services as their owner starts them. */
    void startByHand() throws Exception {
        new ProcessBuilder("./athena-start", "start")
                .directory(tree().resolve("game").toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(root.resolve("by-hand.log").toFile()))
                .start()
                .waitFor();
    }

    /** Its services as the environment file has them. */
    String services() {
        return """
            components:
              game-servers:
                manager: script
                start: [./athena-start, start]
                stop: [./athena-start, stop]
                directory: game
                programs: [login-server, map-server]
                pidFiles: [login-server.pid, map-server.pid]
                log: %s/log/game.log
                ports: [%d, %d]
                startTimeout: 30s
                stable: 100ms
                stopTimeout: 5s
            """.formatted(root, loginPort, mapPort);
    }

    ActionHarness harness() {
        return harness(root.resolve("records"), root.resolve("releases"), services());
    }

    ActionHarness harness(Path records, Path releases, String services) {
        return new ActionHarness(
                records,
                new CodeSettings("/nowhere", releases, active(), List.of("git"), 5, List.of(), Map.of()),
                SettingsText.read(ServiceSettings.class, services.replace("%", "%%")));
    }

    Adoption adoption() {
        return adoption(harness(), null, null);
    }

    static Adoption adoption(ActionHarness harness, @Nullable Path tree, @Nullable String release) {
        return new Adoption(
                harness.host(),
                Clock.systemUTC(),
                new AdoptionRequest(tree, release, "alice", false),
                Heartbeats.ignored());
    }

    static Adoption dying(ActionHarness harness, FailPoint failPoint) {
        return new Adoption(
                harness.host(),
                Clock.systemUTC(),
                new AdoptionRequest(null, null, "alice", false),
                Heartbeats.ignored(),
                failPoint);
    }

    /** Ends whatever works in a folder of the installation. */
    void end() {
        ProcessStat.all().stream()
                .map(ProcessStat::pid)
                .filter(pid -> ProcessStat.workingDirectory(pid)
                        .filter(folder -> folder.startsWith(root))
                        .isPresent())
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
