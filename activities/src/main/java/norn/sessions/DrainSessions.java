package norn.sessions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.plan.Order;
import norn.service.ServiceSettings;
import norn.service.ServiceState;
import norn.service.Services;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/** Empties the installation of users: notifies them, counts down, waits for their sessions to end, ends those that are left. */
final class DrainSessions {
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);
    private static final int MAX_COUNTS = 3;
    private static final Duration AFTER_KICK = Duration.ofSeconds(3);

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(SessionsSettings.class);
        if (!new MaintenanceMode(attempt).isEnabled()) {
            throw new ActionFailed(
                    "MaintenanceModeOff",
                    "maintenance mode is off: users would come in as fast as they leave",
                    "Enable it first, then RETRY.",
                    false);
        }
        var commands = new SessionCommands(attempt);
        var before = sessions(settings, commands, attempt);
        before.ifPresent(count -> attempt.evidence().value("sessionsBefore", count));
        if (before.isEmpty() && !settings.count().isEmpty()) {
            return withoutServers(order, commands, attempt);
        }
        if (before.isPresent() && before.getAsInt() == 0) {
            return attempt.evidence().value("sessionsAtStop", 0).alreadySo("there is no session");
        }
        new Countdown(settings, commands, attempt).run();
        var left = await(settings.drainTimeout(), commands, attempt);
        attempt.evidence().value("sessionsAtStop", number(left));
        if (left.isPresent() && left.getAsInt() == 0) {
            return attempt.evidence().value("kicked", 0).done("all sessions have ended");
        }
        if (settings.kick().isEmpty()) {
            return attempt.evidence()
                    .done("the time is over, %s sessions are left; they end with the servers"
                            .formatted(left.isPresent() ? left.getAsInt() : "an unknown number of"));
        }
        attempt.checkFence();
        commands.run("kick", settings.kick()).orFail("KickFailed", true);
        var after = await(AFTER_KICK, commands, attempt);
        return attempt.evidence()
                .value("kicked", number(left))
                .value("sessionsAfterKick", number(after))
                .done("the time is over, %s sessions were ended%s"
                        .formatted(
                                left.isPresent() ? left.getAsInt() : "an unknown number of",
                                after.isPresent() && after.getAsInt() == 0
                                        ? ""
                                        : "; %s are left, and end with the servers"
                                                .formatted(
                                                        after.isPresent() ? after.getAsInt() : "an unknown number")));
    }

    /** Where the sessions cannot be counted, there are none only if what they are with does not run. */
    private static Evidence withoutServers(Order order, SessionCommands commands, Attempt attempt)
            throws InterruptedException {
        var running = running(order, attempt);
        if (running.isPresent() && running.get().isEmpty()) {
            return attempt.evidence().value("sessionsAtStop", 0).done("no server runs: there can be no session");
        }
        try {
            commands.count();
        } catch (ActionFailed unknown) {
            throw new ActionFailed(
                    unknown.error(),
                    "users may be in: their sessions cannot be counted%s: %s"
                            .formatted(
                                    running.map(names -> ", and %s runs".formatted(String.join(", ", names)))
                                            .orElse(""),
                                    unknown.getMessage()),
                    "Fix host.sessions.count, then RETRY; or make sure that nobody is in, then SKIP.",
                    unknown.retryable(),
                    unknown);
        }
        throw new ActionFailed(
                "SessionsUnknown",
                "users may be in: their sessions could not be counted a moment ago",
                "RETRY counts them again.",
                true);
    }

    /** Which of the services that the step means run; empty where the environment file does not say which those are. */
    private static Optional<List<String>> running(Order order, Attempt attempt) {
        return attempt.host().section(ServiceSettings.class).map(settings -> {
            var states = new Services(attempt).states();
            var component = order.component();
            return states.values().stream()
                    .filter(state -> component == null
                            || !states.containsKey(component)
                            || state.name().equals(component))
                    .filter(ServiceState::running)
                    .map(ServiceState::name)
                    .toList();
        });
    }

    /** Counted again before it counts that no server answers: users with a session would be cut off without a notice. */
    private static OptionalInt sessions(SessionsSettings settings, SessionCommands commands, Attempt attempt)
            throws InterruptedException {
        var sessions = commands.countIfKnown();
        for (var counts = 1;
                counts < MAX_COUNTS && sessions.isEmpty() && !settings.count().isEmpty();
                counts++) {
            Poller.of(attempt).pause(RETRY_INTERVAL, () -> "the servers do not answer; counting again");
            sessions = commands.countIfKnown();
        }
        return sessions;
    }

    /** How many sessions are left at the end of that time, or earlier where none is; empty where that is unknown. */
    private static OptionalInt await(Duration timeout, SessionCommands commands, Attempt attempt)
            throws InterruptedException {
        return Poller.of(attempt, SessionCommands.POLL)
                .await(
                        timeout,
                        commands::countIfKnown,
                        count -> count.isPresent() && count.getAsInt() == 0,
                        count -> count.isPresent()
                                ? count.getAsInt() + " sessions are left"
                                : "waiting for sessions to end");
    }

    private static @Nullable Integer number(OptionalInt count) {
        return count.isPresent() ? count.getAsInt() : null;
    }
}
