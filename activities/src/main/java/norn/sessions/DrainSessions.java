package norn.sessions;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.files.LenientJson;
import norn.plan.Order;
import norn.state.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * Sees the players off: tells them, counts down in real time, waits for them with patience, ends the sessions that are left.
 * What was promised is noted, so that a new try goes on with the same countdown, and tells nobody twice.
 */
final class DrainSessions {
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);
    private static final Duration COUNTDOWN_INTERVAL = Duration.ofMillis(250);
    private static final Duration AFTER_KICK = Duration.ofSeconds(3);

    /** The countdown's begin in milliseconds since 1970, and the notices that were given, by the milliseconds left. */
    record CountdownState(long begunAtMilliseconds, List<Long> sentNotices) {}

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(SessionsSettings.class);
        if (!new MaintenanceMode(attempt).isEnabled()) {
            throw new ActionFailed(
                    "MaintenanceModeOff",
                    "the door is open: players would come in as fast as they leave",
                    "Shut it first.",
                    false);
        }
        var commands = new SessionCommands(attempt);
        var before = sessions(settings, commands, attempt);
        before.ifPresent(count -> attempt.evidence().value("sessionsBefore", count));
        if (before.isEmpty() && !settings.count().isEmpty()) {
            return attempt.evidence().done("no game server answers: nobody can be in");
        }
        if (before.isPresent() && before.getAsInt() == 0) {
            return attempt.evidence().value("sessionsAtStop", 0).alreadySo("no player is in");
        }
        countDown(settings, commands, attempt);
        var left = await(settings.drainTimeout(), commands, attempt);
        attempt.evidence().value("sessionsAtStop", left);
        if (left != null && left == 0) {
            return attempt.evidence().value("kicked", 0).done("all players have left");
        }
        if (settings.kick().isEmpty()) {
            return attempt.evidence()
                    .done("patience is over, %s players are still in; they end with the servers"
                            .formatted(left == null ? "an unknown number of" : left));
        }
        attempt.checkFence();
        commands.run("kick", settings.kick()).orFail("KickFailed", true);
        var after = await(AFTER_KICK, commands, attempt);
        return attempt.evidence()
                .value("kicked", left)
                .value("sessionsAfterKick", after)
                .done("patience is over, %s sessions were ended".formatted(left == null ? "all" : left));
    }

    /** Asked again before it is believed that nobody answers: players who are in would be cut off untold. */
    private static OptionalInt sessions(SessionsSettings settings, SessionCommands commands, Attempt attempt)
            throws InterruptedException {
        var sessions = commands.countIfKnown();
        for (var asked = 1; asked < 3 && sessions.isEmpty() && !settings.count().isEmpty(); asked++) {
            Poller.of(attempt).pause(RETRY_INTERVAL, () -> "the game servers do not answer; asking again");
            sessions = commands.countIfKnown();
        }
        return sessions;
    }

    private static void countDown(SessionsSettings settings, SessionCommands commands, Attempt attempt)
            throws InterruptedException {
        var file = attempt.stepFolder().resolve("countdown.json");
        var countdown = countdownState(file, attempt);
        var end = Instant.ofEpochMilli(countdown.begunAtMilliseconds()).plus(settings.countdown());
        attempt.evidence().value("countdownSeconds", settings.countdown().toSeconds());
        var due = new ArrayList<>(settings.reminders());
        due.add(settings.countdown());
        due.sort(Comparator.reverseOrder());
        var poller = Poller.of(attempt);
        while (true) {
            var left = Duration.between(attempt.clock().instant(), end);
            for (var notice : due) {
                if (left.compareTo(notice) > 0 || countdown.sentNotices().contains(notice.toMillis())) {
                    continue;
                }
                var sentNotices = new ArrayList<>(countdown.sentNotices());
                for (var other : due) {
                    if (left.compareTo(other) <= 0 && !sentNotices.contains(other.toMillis())) {
                        sentNotices.add(other.toMillis());
                    }
                }
                countdown = new CountdownState(countdown.begunAtMilliseconds(), sentNotices);
                LenientJson.write(file, countdown);
                if (!left.isNegative() && !left.isZero()) {
                    commands.notice(settings.text().replace("{left}", words(left)));
                }
                break;
            }
            if (left.isNegative() || left.isZero()) {
                return;
            }
            poller.pause(
                    left.compareTo(COUNTDOWN_INTERVAL) < 0 ? left : COUNTDOWN_INTERVAL,
                    () -> "players have %s left".formatted(words(left)));
        }
    }

    /** How many players are left at the end of that time, or earlier where none is; null where nobody knows. */
    private static @Nullable Integer await(Duration timeout, SessionCommands commands, Attempt attempt)
            throws InterruptedException {
        var sessions = Poller.of(attempt, SessionCommands.POLL)
                .await(
                        timeout,
                        commands::countIfKnown,
                        count -> count.isPresent() && count.getAsInt() == 0,
                        count ->
                                count.isPresent() ? count.getAsInt() + " players are still in" : "waiting for players");
        return sessions.isPresent() ? sessions.getAsInt() : null;
    }

    private static CountdownState countdownState(Path file, Attempt attempt) {
        return LenientJson.read(file, CountdownState.class).orElseGet(() -> {
            var countdown = new CountdownState(attempt.clock().millis(), List.of());
            LenientJson.write(file, countdown);
            return countdown;
        });
    }

    private static String words(Duration left) {
        var seconds = Math.max(1, Math.round(left.toMillis() / 1000.0));
        if (seconds < 90) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        return Math.round(seconds / 60.0) + " minutes";
    }
}
