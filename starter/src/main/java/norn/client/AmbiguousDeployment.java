package norn.client;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Several deployments run where a request means one. */
public final class AmbiguousDeployment extends RequestFailed {
    private static final long serialVersionUID = 1;

    private final @Nullable String environment;
    private final transient List<ListedDeployment> candidates;

    AmbiguousDeployment(@Nullable String environment, List<ListedDeployment> candidates) {
        super(
                Kind.INVALID_REQUEST,
                "%d deployments are running%s:%n%s"
                        .formatted(
                                candidates.size(),
                                environment == null ? "" : " in " + environment,
                                candidates.stream()
                                        .map(candidate -> "  " + candidate.line())
                                        .collect(Collectors.joining(System.lineSeparator()))),
                "Name one of them by its id.");
        this.environment = environment;
        this.candidates = List.copyOf(candidates);
    }

    /** The environment that the request names; null: it names none. */
    public @Nullable String environment() {
        return environment;
    }

    /** The deployments that the request may mean. */
    public List<ListedDeployment> candidates() {
        return candidates;
    }
}
