package norn.action;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import norn.environment.Hands;
import norn.environment.SecretMissing;
import norn.journal.Evidence;
import norn.plan.Order;

/**
 * Runs actions for one environment on this host: finds the action by its name, checks the order, and lets nothing out that is
 * not masked. It knows nothing of Temporal.
 */
public final class ActionRunner {
    private final Hands hands;
    private final Clock clock;
    private final Map<String, Action> actions;
    private final Boundary boundary;

    /** Runs every known action with those hands. */
    public ActionRunner(Hands hands, Clock clock) {
        this(hands, clock, Actions.known(), Boundary.NONE);
    }

    /** Runs those actions; tests stop the process at a boundary. */
    public ActionRunner(Hands hands, Clock clock, Map<String, Action> actions, Boundary boundary) {
        this.hands = hands;
        this.clock = clock;
        this.actions = actions;
        this.boundary = boundary;
    }

    /**
     * Runs the action.
     *
     * @throws ActionFailed whatever goes wrong, named and masked; {@code Unforeseen} for what no action foresaw
     * @throws Attempt.Stopped if the run no longer wants the result
     */
    public Evidence run(String name, Order order, Beats beats) {
        try {
            return Redaction.mask(checkedRun(name, order, beats), hands);
        } catch (ActionFailed failed) {
            throw masked(failed);
        } catch (Attempt.Stopped stopped) {
            throw stopped;
        } catch (SecretMissing missing) {
            throw new ActionFailed(
                    "SecretMissing", String.valueOf(missing.getMessage()), "Put it there, then RETRY.", false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Attempt.Stopped("interrupted");
        } catch (RuntimeException unforeseen) {
            throw masked(unforeseen(name, order, unforeseen));
        }
    }

    private Evidence checkedRun(String name, Order order, Beats beats) throws InterruptedException {
        var action = actions.get(name);
        if (action == null)
            throw refused(
                    "UnknownAction",
                    name + ": no such action on this host",
                    "Known: " + String.join(", ", actions.keySet()));
        if (!order.environment().equals(hands.environment()))
            throw refused(
                    "OtherEnvironment",
                    "the order is for %s, these are the hands of %s"
                            .formatted(order.environment(), hands.environment()),
                    "Look which environment this host's worker serves.");
        checkOptions(action, order);
        if (action.changesWorld()) new Fence(hands.records()).check(order.fence());
        new PlannedHands(hands, clock).check(order);
        boundary.reached(name + ": before");
        var attempt = new RunningAttempt(action, order, hands, beats, clock, boundary);
        new Commands(attempt).endEarlier();
        var evidence = action.run(order, attempt);
        boundary.reached(name + ": after");
        return evidence;
    }

    private static void checkOptions(Action action, Order order) {
        var wrong = new ArrayList<String>();
        for (var option : action.options()) {
            var value = order.options().get(option.name());
            if (value == null && option.required()) wrong.add(option.name() + " is missing");
            if (value != null && !option.type().fits(value))
                wrong.add("%s is not a %s: %s".formatted(option.name(), option.type(), value));
        }
        var known = action.options().stream().map(Action.Option::name).toList();
        for (var given : order.options().keySet()) if (!known.contains(given)) wrong.add(given + " is unknown");
        if (!wrong.isEmpty())
            throw refused(
                    "WrongOptions",
                    "%s: %s".formatted(action.name(), String.join("; ", wrong)),
                    "Its options: " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    private static ActionFailed refused(String error, String message, String remedy) {
        return new ActionFailed(error, message, remedy, false);
    }

    /** What nobody foresaw: the trace goes, masked, into the evidence folder; trying again may help. */
    private ActionFailed unforeseen(String name, Order order, RuntimeException unforeseen) {
        var trace = new StringWriter();
        unforeseen.printStackTrace(new PrintWriter(trace));
        var said = unforeseen.getMessage() == null ? "" : ": " + unforeseen.getMessage();
        var where = "";
        try {
            var file = Folders.attempt(hands.records(), order).resolve("unforeseen.txt");
            AtomicFiles.write(file, hands.redact(trace.toString()));
            where = " The trace is in " + file + ".";
        } catch (RuntimeException unwritable) {
            unforeseen.addSuppressed(unwritable);
        }
        return new ActionFailed(
                "Unforeseen",
                "%s: %s%s".formatted(name, unforeseen.getClass().getSimpleName(), said),
                "Look at the cause, then RETRY." + where,
                true,
                unforeseen);
    }

    /** The same failure with every secret masked, also in its causes: Temporal keeps them for ever. */
    private ActionFailed masked(ActionFailed failed) {
        var masked = new ActionFailed(
                failed.error(),
                hands.redact(String.valueOf(failed.getMessage())),
                failed.remedy() == null ? null : hands.redact(failed.remedy()),
                failed.retryable());
        masked.setStackTrace(failed.getStackTrace());
        var cause = failed.getCause();
        if (cause != null) masked.initCause(maskedCause(cause, 0));
        return masked;
    }

    private RuntimeException maskedCause(Throwable cause, int depth) {
        var masked = new RuntimeException(hands.redact(cause.toString()));
        masked.setStackTrace(cause.getStackTrace());
        var further = cause.getCause();
        if (further != null && depth < 5) masked.initCause(maskedCause(further, depth + 1));
        return masked;
    }
}
