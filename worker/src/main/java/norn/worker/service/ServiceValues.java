package norn.worker.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import norn.worker.log.LogFormat;
import norn.yaml.InvalidConfiguration;
import norn.yaml.Problems;
import norn.yaml.RecordReader;
import norn.yaml.YamlFile;
import org.jspecify.annotations.Nullable;

/**
 * What one place says of a worker's settings: flags, the environment, or {@code worker.yaml} of the configuration folder. Null, or
 * for {@code environments} empty: it says nothing of that.
 *
 * @param host this host's name in environments
 * @param environments those that have such a host
 * @param healthAddress where health and metrics are served
 * @param healthPort their port; 0: any free one
 * @param stopTimeout within which the worker ends when it is asked to
 */
public record ServiceValues(
        @Nullable String host,
        List<String> environments,
        @Nullable String healthAddress,
        @Nullable Integer healthPort,
        @Nullable LogFormat logFormat,
        @Nullable Duration stopTimeout) {
    /** The name of the file in the configuration folder. */
    public static final String FILE = "worker.yaml";

    private static final int MAX_PORT = 65_535;
    private static final Duration MIN_STOP_TIMEOUT = Duration.ofSeconds(1);

    public ServiceValues {
        environments = List.copyOf(environments);
    }

    /** What the environment's variables say. */
    public static ServiceValues ofVariables(Map<String, String> variables) {
        var problems = new Problems();
        var values = new ServiceValues(
                variable("NORN_HOST", String.class, variables, problems),
                Stream.of(variables.getOrDefault("NORN_ENVIRONMENTS", "").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                variable("NORN_HEALTH_ADDRESS", String.class, variables, problems),
                variable("NORN_HEALTH_PORT", Integer.class, variables, problems),
                variable("NORN_LOG_FORMAT", LogFormat.class, variables, problems),
                variable("NORN_STOP_TIMEOUT", Duration.class, variables, problems));
        problems.throwIfAny(list -> new InvalidConfiguration("the environment's variables", list));
        return values.checked("NORN_HEALTH_PORT", "NORN_STOP_TIMEOUT");
    }

    private static <T> @Nullable T variable(
            String name, Class<T> type, Map<String, String> variables, Problems problems) {
        var value = variables.get(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        var node = YamlFile.parse(name, value.strip(), problems);
        return node == null ? null : new RecordReader().read(node, type);
    }

    /** What {@code worker.yaml} in that folder says; nothing where there is none. */
    public static ServiceValues ofFile(Path folder) {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new ServiceValues(null, List.of(), null, null, null, null);
        }
        var problems = new Problems();
        var root = YamlFile.read(file, problems);
        var values = root == null ? null : new RecordReader().read(root, ServiceValues.class);
        problems.throwIfAny(list -> new InvalidConfiguration(file.toString(), list));
        if (values == null) {
            throw new IllegalStateException(file + ": neither read nor wrong");
        }
        return values.checked(file + ": healthPort", file + ": stopTimeout");
    }

    /** These, and of those what these do not say. */
    public ServiceValues or(ServiceValues those) {
        return new ServiceValues(
                host == null ? those.host : host,
                environments.isEmpty() ? those.environments : environments,
                healthAddress == null ? those.healthAddress : healthAddress,
                healthPort == null ? those.healthPort : healthPort,
                logFormat == null ? those.logFormat : logFormat,
                stopTimeout == null ? those.stopTimeout : stopTimeout);
    }

    /**
     * These, where each can be used.
     *
     * @param port what the port is called where it was written
     * @param timeout what the timeout is called there
     */
    public ServiceValues checked(String port, String timeout) {
        var problems = new Problems();
        if (healthPort != null && (healthPort < 0 || healthPort > MAX_PORT)) {
            problems.add(port, "%d is no port".formatted(healthPort)).expected("0 to %d".formatted(MAX_PORT));
        }
        if (stopTimeout != null && stopTimeout.compareTo(MIN_STOP_TIMEOUT) < 0) {
            problems.add(timeout, "is too short").expected("a second or more");
        }
        problems.throwIfAny(list -> new InvalidConfiguration("the worker's settings", list));
        return this;
    }
}
