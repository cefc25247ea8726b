package norn.service;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * The services and who looks after each.
 *
 * @param components by name; started in this order where several are meant, stopped in the reverse order
 */
public record ServiceSettings(Map<String, Service> components) {
    /** A service, as its manager needs it. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "manager")
    @JsonSubTypes({@Type(value = Supervised.class, name = "process"), @Type(value = External.class, name = "external")})
    public sealed interface Service {
        /** Where it listens. */
        String host();

        /** The ports that it listens on. */
        List<Integer> ports();

        /** The probe that it must pass before it counts as well; null: open ports do. */
        @Nullable
        String probe();

        /** How long it may take to be well. */
        Duration startTimeout();
    }

    /**
     * A process of its own session, which Norn starts and stops, and which outlives Norn.
     *
     * @param command its argument list; a first word with a slash is relative to {@code directory}
     * @param directory its working directory, relative to the active release
     * @param pidFile where its process id and start time are kept
     * @param log the file that its output is added to
     * @param environment variables beside those of the worker
     * @param environmentFile lines of {@code KEY=value} that are added to them, relative to the active release; null: none
     * @param stable how long it must stay well before it counts as started
     * @param stopTimeout how long it may take to end after it was asked to; then it is killed
     */
    public record Supervised(
            List<String> command,
            @Default(".") String directory,
            Path pidFile,
            Path log,
            Map<String, String> environment,
            @Nullable String environmentFile,
            @Default("127.0.0.1") String host,
            List<Integer> ports,
            @Nullable String probe,
            @Default("30s") Duration startTimeout,
            @Default("2s") Duration stable,
            @Default("20s") Duration stopTimeout)
            implements Service {
        public Supervised {
            if (command.isEmpty()) {
                throw new IllegalArgumentException("command: needs at least one word");
            }
        }
    }

    /**
     * Somebody else starts and stops it: Norn only looks at it.
     *
     * @param owner who that is, for the messages
     */
    public record External(
            @Default("somebody else") String owner,
            @Default("127.0.0.1") String host,
            List<Integer> ports,
            @Nullable String probe,
            @Default("30s") Duration startTimeout)
            implements Service {}
}
