package norn.worker.metric;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The label {@code environment}, with few values: whoever can start a run could name ever new environments. */
final class EnvironmentLabel {
    static final String NAME = "environment";

    private static final int MAX_ENVIRONMENTS = 50;
    private static final String OTHER = "other";
    private static final String UNKNOWN = "unknown";

    private final Set<String> known = new LinkedHashSet<>();

    /** The label's value for that environment; null: nobody knows which. */
    synchronized String of(@Nullable String environment) {
        if (environment == null || environment.isBlank()) {
            return UNKNOWN;
        }
        if (known.size() < MAX_ENVIRONMENTS) {
            known.add(environment);
        }
        return known.contains(environment) ? environment : OTHER;
    }
}
