package norn.rehearsal.production;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import norn.rehearsal.system.Command;
import norn.rehearsal.system.SandboxFailure;

/**
 * A pm2 whose daemon is the sandbox's own.
 *
 * @param words that run it
 * @param home the folder of its files
 */
public record Pm2(List<String> words, Path home) {
    /** The kernel takes no longer path for the sockets that pm2 makes in its folder. */
    private static final int MAX_HOME = 107 - "/interactor.sock".length();

    /** Checks that a folder can hold its sockets. */
    public static void requireShort(Path home) {
        if (home.toString().length() > MAX_HOME) {
            throw new SandboxFailure(
                    "pm2 cannot have its files in %s: the path is longer than the %d characters that its sockets allow. Name a directory whose path is shorter."
                            .formatted(home, MAX_HOME));
        }
    }

    /** Starts an app as that file defines it, where it does not run. */
    public void start(Path file, String app) {
        if (!isUp(app)) {
            run("start", file.toString(), "--only", app);
        }
    }

    /** Whether it runs, or is to be started again. */
    public boolean isUp(String app) {
        for (var process : list()) {
            if (process.path("name").asText().equals(app)) {
                return !List.of("stopped", "errored").contains(status(process));
            }
        }
        return false;
    }

    private static String status(JsonNode process) {
        return process.path("pm2_env").path("status").asText();
    }

    private JsonNode list() {
        if (!isRunning()) {
            return JsonMapper.builder().build().createArrayNode();
        }
        var text = run("jlist");
        try {
            return JsonMapper.builder()
                    .build()
                    .readTree(text.lines()
                            .filter(line -> line.startsWith("[{") || line.equals("[]"))
                            .reduce((first, last) -> last)
                            .orElse("[]"));
        } catch (JsonProcessingException e) {
            throw new SandboxFailure("pm2 prints no list of its apps: " + text, e);
        }
    }

    /** Whether its daemon runs: asked, pm2 would start one. */
    private boolean isRunning() {
        return Files.exists(home.resolve("rpc.sock"));
    }

    /** Ends the apps, and the daemon. */
    public void end() {
        if (isRunning()) {
            run("kill");
        }
    }

    private String run(String... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return Command.in(home).run(all);
    }
}
