package norn.action.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import norn.action.Action;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.BoundedEvidence;
import norn.action.FailPoint;
import norn.action.Heartbeats;
import norn.action.Redaction;
import norn.action.Targets;
import norn.environment.Host;
import norn.environment.SecretMissing;
import norn.exec.Commands;
import norn.files.AtomicFiles;
import norn.files.FullVolume;
import norn.files.LenientJson;
import norn.files.RecordFolders;
import norn.files.Scratch;
import norn.limit.Limits;
import norn.plan.Order;
import norn.plan.ShortText;
import norn.state.Evidence;

/**
 * Runs actions for one environment on this host: finds the action by its name, checks the order, has the try own what it acts on,
 * and lets nothing out that is not masked and bounded. It knows nothing of Temporal.
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
            return bounded(Redaction.mask(checkedRun(name, order, heartbeats), host), order);
        } catch (ActionFailed failed) {
            throw leaving(failed, order);
        } catch (Attempt.Stopped stopped) {
            throw stopped;
        } catch (SecretMissing missing) {
            throw new ActionFailed(
                    "SecretMissing", String.valueOf(missing.getMessage()), "Put it there, then RETRY.", false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Attempt.Stopped("interrupted");
        } catch (RuntimeException unexpected) {
            throw leaving(unexpected(name, unexpected), order);
        }
    }

    /**
     * Waits until nobody changes the environment on this host; for whoever has just taken the fence.
     *
     * @throws ActionFailed {@code StillActing} if somebody still does after that time
     */
    public void requireNobodyActing(Duration timeout) {
        try {
            Ownership.requireNobodyActing(host.records(), timeout);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Attempt.Stopped("interrupted");
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
        DisplacedRun.refuse(action, order, host.records());
        var change = new PlannedHostCheck(host, clock).check(order);
        failPoint.reached(name + ": before");
        var attempt = new RunningAttempt(action, order, host, heartbeats, clock, failPoint);
        var holding = action.holding(order, host);
        if (action.changesEnvironment() || !holding.isNothing()) {
            attempt.claim();
        }
        var ownership = Ownership.take(holding, action.changesEnvironment(), order, attempt);
        try {
            attempt.requireWanted();
            new Commands(attempt).endEarlierRuns();
            if (action.changesEnvironment() && order.context().rollback() == null) {
                new Targets(host.records()).beginChange(order.deployment());
            }
            var evidence = logged(action, order, attempt);
            failPoint.reached(name + ": after");
            return change.map(difference -> changed(evidence, difference)).orElse(evidence);
        } finally {
            ownership.close();
        }
    }

    /** Acts, and leaves on this host that it began, and how it ended. */
    private Evidence logged(Action action, Order order, Attempt attempt) throws InterruptedException {
        var log = ActionLog.of(host.records(), order);
        log.add(entry(action, order, attempt, ActionLog.What.BEGUN, ""));
        try {
            var evidence = action.run(order, attempt);
            log.add(entry(action, order, attempt, ActionLog.What.DONE, evidence.summary()));
            return evidence;
        } catch (Attempt.Stopped | InterruptedException stopped) {
            log.add(entry(action, order, attempt, ActionLog.What.STOPPED, String.valueOf(stopped.getMessage())));
            throw stopped;
        } catch (RuntimeException failed) {
            var text = failed instanceof ActionFailed known
                    ? known.error() + ": " + known.getMessage()
                    : failed.getClass().getSimpleName();
            if (Thread.currentThread().isInterrupted()) { // a program that was ended meanwhile reads as a silent one
                log.add(entry(action, order, attempt, ActionLog.What.STOPPED, text));
                throw new Attempt.Stopped("interrupted");
            }
            log.add(entry(action, order, attempt, ActionLog.What.FAILED, text));
            throw failed;
        }
    }

    private ActionLog.Entry entry(Action action, Order order, Attempt attempt, ActionLog.What what, String summary) {
        return new ActionLog.Entry(
                clock.instant(),
                order.step(),
                action.name(),
                order.attempt(),
                attempt.tryNumber(),
                action.changesEnvironment(),
                what,
                host.redact(summary));
    }

    /** What was done by an environment file that is not the one of the plan says so, and what went by which. */
    private static Evidence changed(Evidence evidence, String difference) {
        var values = new LinkedHashMap<>(evidence.values());
        values.put("environmentFileChanged", difference);
        return new Evidence(
                evidence.outcome(),
                evidence.summary()
                        + " (the environment file has changed since the plan was made: commands and addresses are"
                        + " those of now, people and limits those of the plan)",
                values,
                evidence.artifacts(),
                evidence.met(),
                evidence.host(),
                evidence.startedAt(),
                evidence.endedAt());
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

    /** What no action expects; trying again may help. */
    private static ActionFailed unexpected(String name, RuntimeException unexpected) {
        var full = FullVolume.of(unexpected);
        if (full.isPresent()) {
            return new ActionFailed(
                    "VolumeFull",
                    "%s: no space is left on the volume of %s".formatted(name, full.get()),
                    "Make room on that volume, then RETRY.",
                    true,
                    unexpected);
        }
        var message = unexpected instanceof UncheckedIOException ? ": " + unexpected.getMessage() : "";
        return new ActionFailed(
                "Unexpected",
                "%s: %s%s".formatted(name, unexpected.getClass().getSimpleName(), message),
                "Find the cause, then RETRY.",
                true,
                unexpected);
    }

    /** What a history can hold of the evidence; the whole stays on this host. */
    private Evidence bounded(Evidence evidence, Order order) {
        return BoundedEvidence.of(evidence)
                .map(cut -> {
                    var values = new LinkedHashMap<>(cut.values());
                    values.put("whole", saved("evidence.json", LenientJson.text(evidence), order));
                    return new Evidence(
                            cut.outcome(),
                            cut.summary(),
                            values,
                            cut.artifacts(),
                            cut.met(),
                            cut.host(),
                            cut.startedAt(),
                            cut.endedAt());
                })
                .orElse(evidence);
    }

    /**
     * The failure as it leaves this host, where Temporal stores it for ever: masked, bounded, and without its cause, which holds what
     * others wrote, such as the rows that a database complains about. The cause stays here, masked, and the remedy says where.
     */
    private ActionFailed leaving(ActionFailed failed, Order order) {
        var remedy = failed.remedy() == null ? "" : failed.remedy();
        var cause = failed.getCause();
        if (cause != null) {
            var trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            remedy = "%s The cause is in %s on this host."
                    .formatted(remedy, saved("failure.txt", trace.toString(), order))
                    .strip();
        }
        var leaving = new ActionFailed(
                failed.error(),
                ShortText.of(host.redact(String.valueOf(failed.getMessage())), Limits.MESSAGE_CHARACTERS),
                remedy.isEmpty() ? null : ShortText.of(host.redact(remedy), Limits.MESSAGE_CHARACTERS),
                failed.retryable());
        leaving.setStackTrace(failed.getStackTrace());
        return leaving;
    }

    /** Saves the text, masked, in the attempt's folder; answers where it is. */
    private String saved(String name, String text, Order order) {
        var file = Scratch.folder(RecordFolders.attempt(host.records(), order)).resolve(name);
        try {
            AtomicFiles.write(file, host.redact(text));
            return file.toString();
        } catch (UncheckedIOException unwritable) {
            return "no file, since %s cannot be written,".formatted(file);
        }
    }
}
