package norn.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.action.ActionFailed;
import norn.exec.ProgramOutput;
import norn.files.LenientJson;
import org.jspecify.annotations.Nullable;

/** What pm2 says of an app, by the list that it prints for programs ({@code pm2 jlist}): several instances in cluster mode. */
record Pm2App(List<Instance> instances) {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(20);
    private static final List<String> DOWN = List.of("stopped", "errored");
    private static final String ONLINE = "online";
    private static final List<String> RUNNING = List.of(ONLINE, "launching", "stopping");

    /**
     * One process of it.
     *
     * @param pid 0 where it does not run
     * @param status such as {@code online}, {@code launching}, {@code waiting restart}, {@code stopped}, {@code errored}
     * @param restarts how often pm2 has started it again
     * @param exitCode of its last end; null: it has not ended, or pm2 does not say
     * @param errorLog the file of its errors; null: pm2 does not say
     * @param script what it runs; null: pm2 does not say
     * @param directory where it works; null: pm2 does not say
     */
    record Instance(
            long pid,
            String status,
            long restarts,
            @Nullable Integer exitCode,
            @Nullable Path errorLog,
            @Nullable Path script,
            @Nullable Path directory) {}

    /** Asks. @throws ActionFailed {@code ServiceManagerSilent} where pm2 does not answer: whether it runs is unknown then */
    static Pm2App ask(List<String> pm2, String app, String service) {
        var words = new ArrayList<>(pm2);
        words.add("jlist");
        return ProgramOutput.of(words, Map.of(), ASK_TIMEOUT)
                .filter(output -> output.exitCode() == 0)
                .flatMap(output -> parse(output.text(), app))
                .orElseThrow(() -> new ActionFailed(
                        "ServiceManagerSilent",
                        "%s: pm2 says nothing of %s, so whether it runs is unknown".formatted(service, app),
                        "Run '%s' as the worker's user.".formatted(String.join(" ", words)),
                        true));
    }

    /** What {@code pm2 jlist} prints, perhaps after lines about itself; empty where that is no list. */
    static Optional<Pm2App> parse(String text, String app) {
        var list = text.lines()
                .filter(line -> line.startsWith("[{") || line.equals("[]"))
                .reduce((first, last) -> last);
        if (list.isEmpty()) {
            return Optional.empty();
        }
        try {
            var instances = new ArrayList<Instance>();
            for (var process : LenientJson.tree(list.get())) {
                if (process.path("name").asText().equals(app)) {
                    instances.add(instance(process));
                }
            }
            return Optional.of(new Pm2App(instances));
        } catch (JsonProcessingException noList) {
            return Optional.empty();
        }
    }

    private static Instance instance(JsonNode process) {
        var state = process.path("pm2_env");
        var exitCode = state.path("exit_code");
        return new Instance(
                process.path("pid").asLong(),
                state.path("status").asText(),
                state.path("restart_time").asLong(),
                exitCode.isInt() ? exitCode.asInt() : null,
                path(state.path("pm_err_log_path")),
                path(state.path("pm_exec_path")),
                path(state.path("pm_cwd")));
    }

    private static @Nullable Path path(JsonNode text) {
        return text.isTextual() && text.asText().startsWith("/") ? Path.of(text.asText()) : null;
    }

    /** Whether any of it runs, starts, ends, or is about to be started again. */
    boolean isUp() {
        return instances.stream().anyMatch(instance -> !DOWN.contains(instance.status()));
    }

    /** The processes that run: an instance that does not may still have the number of its last process, which is another's by now. */
    List<Long> pids() {
        return instances.stream()
                .filter(instance -> RUNNING.contains(instance.status()))
                .map(Instance::pid)
                .filter(pid -> pid > 0)
                .toList();
    }

    /** How the instances stand that are not online. */
    List<String> notOnline() {
        return instances.stream()
                .map(Instance::status)
                .filter(status -> !status.equals(ONLINE))
                .map("an instance that is %s"::formatted)
                .toList();
    }

    /** How often pm2 has started any of it again. */
    long restarts() {
        return instances.stream().mapToLong(Instance::restarts).sum();
    }

    /** How one of it ended last, in words that others follow. */
    String ending() {
        return instances.stream()
                .filter(instance -> !instance.status().equals(ONLINE) || instance.restarts() > 0)
                .map(Instance::exitCode)
                .filter(code -> code != null)
                .findFirst()
                .map("exit code %d, "::formatted)
                .orElse("");
    }

    Optional<Path> errorLog() {
        return instances.stream()
                .map(Instance::errorLog)
                .filter(log -> log != null)
                .findFirst();
    }
}
