package norn.cli.host;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.state.Evidence;
import norn.worker.HostEnvironments;
import org.jspecify.annotations.Nullable;

/** Runs single actions on this host, as a person orders them, without a server: under the same locks as those of a deployment. */
public final class HostActions {
    private final Path config;
    private final String environment;
    private final Heartbeats heartbeats;

    /**
     * Actions for that environment.
     *
     * @param heartbeats where their progress goes
     */
    public HostActions(Path config, String environment, Heartbeats heartbeats) {
        this.config = config;
        this.environment = environment;
        this.heartbeats = heartbeats;
    }

    /**
     * Runs it.
     *
     * @param id the name under which its evidence is saved
     * @param component what it acts on; null: the environment as a whole
     * @throws CommandFailed with what is wrong, and what to do
     */
    public Evidence run(String id, String action, @Nullable String component, Map<String, Object> options) {
        var host = new HostEnvironments(config).host(environment);
        try {
            var fence = new Fence(host.records()).highest(); // a person acts beside whoever holds the environment
            var order = new Order(
                    id, environment, "none", null, component, action, 1, fence, null, options, OrderContext.none());
            return new ActionRunner(host, Clock.systemUTC()).run(action, order, heartbeats);
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        }
    }
}
