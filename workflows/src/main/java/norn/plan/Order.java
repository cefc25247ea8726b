package norn.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every action is given: names and numbers alone. Commands, paths and secrets stay in the host's own file.
 *
 * @param deployment the id of the deployment (or of the rollback that a person started): it names databases and folders
 * @param previousRelease the release to go back to, as far as the plan knows it
 * @param component the part of the environment to act on; null for the environment as a whole
 * @param attempt counts from 1 and is raised by RETRY
 * @param fence an order with a lower number than the host has noted is refused; 0 where no lock is held
 * @param hostHash SHA-256 of the host's commands as planned; null: use the present ones (rollback)
 * @param options the action's own settings, as its capability documents them
 * @param context what the run knows by now
 * @param plannedHash SHA-256 of the host's commands as planned, where the present ones count and the evidence only says that they
 *     changed; null: nothing is said
 */
public record Order(
        String deployment,
        String environment,
        String release,
        @Nullable String previousRelease,
        @Nullable String component,
        String step,
        int attempt,
        long fence,
        @Nullable String hostHash,
        Map<String, Object> options,
        OrderContext context,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String plannedHash) {
    @JsonCreator
    public Order {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        context = context == null ? OrderContext.none() : context;
    }

    /** An order whose evidence says nothing of changed commands. */
    public Order(
            String deployment,
            String environment,
            String release,
            @Nullable String previousRelease,
            @Nullable String component,
            String step,
            int attempt,
            long fence,
            @Nullable String hostHash,
            Map<String, Object> options,
            OrderContext context) {
        this(
                deployment,
                environment,
                release,
                previousRelease,
                component,
                step,
                attempt,
                fence,
                hostHash,
                options,
                context,
                null);
    }

    /** The same order with other options. */
    public Order with(Map<String, Object> other) {
        return new Order(
                deployment,
                environment,
                release,
                previousRelease,
                component,
                step,
                attempt,
                fence,
                hostHash,
                other,
                context,
                plannedHash);
    }
}
