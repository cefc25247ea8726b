package norn.worker.temporal;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfig;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigOptions;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The connection as Temporal's own tools read it: a profile of {@code temporal.toml} ({@code TEMPORAL_CONFIG_FILE},
 * {@code TEMPORAL_PROFILE}), and over it the variables {@code TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE},
 * {@code TEMPORAL_API_KEY} and {@code TEMPORAL_TLS_…}.
 */
public final class TemporalProfile {
    private static final String PROFILE = "TEMPORAL_PROFILE";
    private static final String FILE = "TEMPORAL_CONFIG_FILE";

    private static final Pattern ADDRESS = Pattern.compile("(?!\\S*://)[^\\s:]\\S*:(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private final ClientConfigProfile profile;

    private TemporalProfile(ClientConfigProfile profile) {
        this.profile = profile;
    }

    /**
     * The profile of this process.
     *
     * @throws InvalidTemporalProfile if the file cannot be read, or has no such profile
     */
    public static TemporalProfile load() {
        return load(System.getenv());
    }

    static TemporalProfile load(Map<String, String> variables) {
        var file = variables.get(FILE);
        try {
            requireFile(file);
            requireProfile(variables);
            return new TemporalProfile(ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setEnvOverrides(variables)
                    .build()));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidTemporalProfile(
                    "Temporal's configuration%s cannot be read: %s"
                            .formatted(file == null ? "" : " " + file, unreadable.getMessage()),
                    "Fix the file that %s names, or the TEMPORAL_… variables.".formatted(FILE),
                    unreadable);
        }
    }

    /** Without the file that is meant, another server would be: the one of this machine. */
    private static void requireFile(@Nullable String file) {
        if (file != null && !file.isBlank() && !Files.isReadable(Path.of(file))) {
            throw new InvalidTemporalProfile(
                    "%s=%s: %s"
                            .formatted(FILE, file, Files.exists(Path.of(file)) ? "it cannot be read" : "no such file"),
                    "Correct %s, or unset it.".formatted(FILE));
        }
    }

    /** A profile that is named and not there would be no profile at all, and another server. */
    private static void requireProfile(Map<String, String> variables) throws IOException {
        var name = variables.get(PROFILE);
        if (name == null || name.isBlank()) {
            return;
        }
        var known = ClientConfig.load(LoadClientConfigOptions.newBuilder()
                        .setEnvOverrides(variables)
                        .build())
                .getProfiles();
        if (!known.containsKey(name)) {
            throw new InvalidTemporalProfile(
                    "%s=%s: %s has no such profile; known: %s"
                            .formatted(
                                    PROFILE,
                                    name,
                                    variables.getOrDefault(FILE, "temporal.toml"),
                                    known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known.keySet()))),
                    "Correct the name, or add [profile.%s] to the file.".formatted(name));
        }
    }

    /** The server's address; empty where none is configured. */
    public Optional<String> address() {
        return Optional.ofNullable(profile.getAddress());
    }

    /** The namespace; {@code default} where none is configured. */
    public String namespace() {
        var configured = profile.getNamespace();
        return configured == null ? "default" : configured;
    }

    /** Whether that is a host and a port, and nothing more. */
    public static boolean isAddress(String text) {
        var match = ADDRESS.matcher(text);
        return match.matches() && Integer.parseInt(match.group(1)) > 0 && Integer.parseInt(match.group(1)) <= MAX_PORT;
    }

    /**
     * How to connect, keys and certificates included.
     *
     * @param address null: the configured one
     * @throws InvalidTemporalProfile if that is no address, or a certificate or a key cannot be read
     */
    public WorkflowServiceStubsOptions.Builder connection(@Nullable String address) {
        var target = address == null ? profile.getAddress() : address;
        if (target != null && !isAddress(target)) {
            throw new InvalidTemporalProfile(
                    "%s: not a server's address".formatted(target),
                    "Expected HOST:PORT, such as 127.0.0.1:7233, without http:// (--address, or TEMPORAL_ADDRESS).");
        }
        try {
            var options = WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions());
            return address == null ? options : options.setTarget(address);
        } catch (RuntimeException unusable) {
            throw new InvalidTemporalProfile(
                    "Temporal's configuration cannot be used: " + reason(unusable),
                    "Check TEMPORAL_TLS_… and the profile's certificates.",
                    unusable);
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure.getCause();
        return cause == null || cause == failure
                ? String.valueOf(failure.getMessage())
                : "%s: %s".formatted(failure.getMessage(), cause);
    }

    /**
     * How to use the connection.
     *
     * @param namespace null: the configured one
     */
    public WorkflowClientOptions.Builder client(@Nullable String namespace) {
        var options = WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions());
        return namespace == null ? options : options.setNamespace(namespace);
    }
}
