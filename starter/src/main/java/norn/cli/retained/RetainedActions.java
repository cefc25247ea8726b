package norn.cli.retained;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import norn.action.ActionFailed;
import norn.action.Heartbeats;
import norn.action.run.ActionRunner;
import norn.cli.terminal.CommandFailed;
import norn.cli.terminal.ExitCode;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.state.Evidence;
import norn.worker.HostEnvironments;

/** Runs the actions about what is retained on this host, without a server. */
final class RetainedActions {
    private static final String ID = "retained";

    private RetainedActions() {}

    /** Runs it. @throws CommandFailed with what is wrong, and what to do */
    static Evidence run(Path config, String environment, String action, Map<String, Object> options) {
        var host = new HostEnvironments(config).host(environment);
        var order = new Order(ID, environment, "none", null, null, action, 1, 0, null, options, OrderContext.none());
        try {
            return new ActionRunner(host, Clock.systemUTC()).run(action, order, Heartbeats.ignored());
        } catch (ActionFailed failed) {
            throw new CommandFailed(
                    ExitCode.NOT_SUCCESSFUL, String.valueOf(failed.getMessage()), failed.remedy(), failed);
        }
    }
}
