package norn.action.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.FailPoint;
import norn.action.Fence;
import norn.action.Heartbeats;
import norn.action.Redaction;
import norn.environment.Host;
import norn.environment.SecretMissing;
import norn.exec.Commands;
import norn.files.AtomicFiles;
import norn.files.RecordFolders;
import norn.plan.Order;
import norn.state.Evidence;

/**
 * Runs actions for one environment on this host: finds the action by its name, checks the order, and lets nothing out that is
 * not masked. It knows nothing of Temporal.
 */
public final class ActionRunner {
    private final Host host;
    private final Clock clock;
    private final Map<String, Action> actions;
    private final FailPoint failPoint;

    /** Runs every known action on that host. */
    public ActionRunner(Host host, Clock clock) {
        this(host, clock, Actions.known(), FailPoint.NONE);
    }

    /** Runs those actions; tests stop the process at a fail point. */
    public ActionRunner(Host host, Clock clock, Map<String, Action> actions, FailPoint failPoint) {
        this.host = host;
        this.clock = clock;
        this.actions = actions;
        this.failPoint = failPoint;
    }

    /**
     * Runs the action.
     *
     * @throws ActionFailed whatever goes wrong, named and masked; {@code Unexpected} for what no action expects
     * @throws Attempt.Stopped if the run no longer wants the result
     */
    public Evidence run(String name, Order order, Heartbeats heartbeats) {
        try {
            return Redaction.mask(checkedRun(name, order, heartbeats), host);
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
        } catch (RuntimeException unexpected) {
            throw masked(unexpected(name, order, unexpected));
        }
    }

    private Evidence checkedRun(String name, Order order, Heartbeats heartbeats) throws InterruptedException {
        var action = actions.get(name);
        if (action == null) {
            throw refused(
                    "UnknownAction",
                    name + ": no such action on this host",
                    "Known: " + String.join(", ", actions.keySet()));
        }
        if (!order.environment().equals(host.environment())) {
            throw refused(
                    "OtherEnvironment",
                    "the order is for %s, this host serves %s".formatted(order.environment(), host.environment()),
                    "Start a worker for that environment, or correct the order.");
        }
        checkOptions(action, order);
        if (action.changesEnvironment()) {
            new Fence(host.records()).check(order.fence());
        }
        new PlannedHostCheck(host, clock).check(order);
        failPoint.reached(name + ": before");
        var attempt = new RunningAttempt(action, order, host, heartbeats, clock, failPoint);
        new Commands(attempt).endEarlierRuns();
        var evidence = action.run(order, attempt);
        failPoint.reached(name + ": after");
        return evidence;
    }

    private static void checkOptions(Action action, Order order) {
        var wrong = new ArrayList<String>();
        for (var option : action.options()) {
            var value = order.options().get(option.name());
            if (value == null && option.required()) {
                wrong.add(option.name() + " is missing");
            }
            if (value != null && !option.type().fits(value)) {
                wrong.add("%s is not a %s: %s".formatted(option.name(), option.type(), value));
            }
        }
        var known = action.options().stream().map(Action.Option::name).toList();
        for (var given : order.options().keySet()) {
            if (!known.contains(given)) {
                wrong.add(given + " is unknown");
            }
        }
        if (!wrong.isEmpty()) {
            throw refused(
                    "WrongOptions",
                    "%s: %s".formatted(action.name(), String.join("; ", wrong)),
                    "Its options: " + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    private static ActionFailed refused(String error, String message, String remedy) {
        return new ActionFailed(error, message, remedy, false);
    }

    /** What no action expects: the trace goes, masked, into the evidence folder; trying again may help. */
    private ActionFailed unexpected(String name, Order order, RuntimeException unexpected) {
        var trace = new StringWriter();
        unexpected.printStackTrace(new PrintWriter(trace));
        var message = unexpected.getMessage() == null ? "" : ": " + unexpected.getMessage();
        var where = "";
        try {
            var file = RecordFolders.attempt(host.records(), order).resolve("unexpected.txt");
            AtomicFiles.write(file, host.redact(trace.toString()));
            where = " The trace is in " + file + ".";
        } catch (RuntimeException unwritable) {
            unexpected.addSuppressed(unwritable);
        }
        return new ActionFailed(
                "Unexpected",
                "%s: %s%s".formatted(name, unexpected.getClass().getSimpleName(), message),
                "Find the cause, then RETRY." + where,
                true,
                unexpected);
    }

    /** The same failure with every secret masked, also in its causes: Temporal stores them for ever. */
    private ActionFailed masked(ActionFailed failed) {
        var masked = new ActionFailed(
                failed.error(),
                host.redact(String.valueOf(failed.getMessage())),
                failed.remedy() == null ? null : host.redact(failed.remedy()),
                failed.retryable());
        masked.setStackTrace(failed.getStackTrace());
        var cause = failed.getCause();
        if (cause != null) {
            masked.initCause(maskedCause(cause, 0));
        }
        return masked;
    }

    private RuntimeException maskedCause(Throwable cause, int depth) {
        var masked = new RuntimeException(host.redact(cause.toString()));
        masked.setStackTrace(cause.getStackTrace());
        var further = cause.getCause();
        if (further != null && depth < 5) {
            masked.initCause(maskedCause(further, depth + 1));
        }
        return masked;
    }
}
