package norn.run;

import java.util.LinkedHashMap;
import java.util.Map;
import norn.engine.Command;
import norn.plan.Order;
import norn.plan.OrderContext;
import norn.plan.Plan;
import norn.runbook.PhaseName;
import norn.runbook.Step;
import norn.runbook.StepPurpose;
import org.jspecify.annotations.Nullable;

/**
 * The orders of a phase, whoever drives it.
 *
 * @param fence the number that they bear; 0 where no lock is held
 */
public record PhaseOrders(Plan plan, String deployment, PhaseName phase, long fence) {
    /** The order of a step's action. */
    public Order of(Command.StartAction command, OrderContext context) {
        var step = command.step();
        return order(
                step.component(),
                step.id(),
                command.attempt(),
                plannedSettings(step),
                command.action().options(),
                context);
    }

    /** The order to page the people on duty, by the action {@code page}. Pages of one run differ in their number. */
    public Order of(Command.Page page, int number) {
        var options = new LinkedHashMap<String, Object>();
        options.put("about", page.about());
        options.put("text", page.text());
        return order(null, "page-" + phase.id(), number, null, options, OrderContext.none());
    }

    /** The order to notify the people of some roles, by the action {@code notify}. */
    public Order of(Command.Tell tell, int number) {
        var options = new LinkedHashMap<String, Object>();
        options.put("roles", tell.roles());
        options.put("urgent", tell.urgent());
        options.put("about", tell.about());
        options.put("text", tell.text());
        return order(null, "notify-" + phase.id(), number, null, options, OrderContext.none());
    }

    /** The settings that the host must have; null: whatever it has. */
    private @Nullable String plannedSettings(Step step) {
        return waitsForNoAcceptance(step) ? null : plan.hostHash();
    }

    /** Rollback, watching, and letting users in never wait until somebody accepts a changed file. */
    private boolean waitsForNoAcceptance(Step step) {
        return phase == PhaseName.ROLLBACK
                || phase == PhaseName.POST_DEPLOYMENT
                || step.serves(StepPurpose.WATCHES)
                || step.serves(StepPurpose.RESTORES_ACCESS)
                || step.goLive();
    }

    private Order order(
            @Nullable String component,
            String step,
            int attempt,
            @Nullable String plannedSettings,
            Map<String, Object> options,
            OrderContext context) {
        return new Order(
                deployment,
                plan.environment(),
                plan.release(),
                plan.previousRelease(),
                component,
                step,
                attempt,
                fence,
                plannedSettings,
                options,
                context,
                plannedSettings == null ? plan.hostHash() : null);
    }
}
