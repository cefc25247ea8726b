package norn.action.players;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import norn.action.ActionFailed;
import norn.action.AtomicFiles;
import norn.action.Attempt;
import norn.journal.Evidence;
import norn.plan.Order;

/**
 * Sees the players off: tells them, counts down in real time, waits for them with patience, ends the sessions that are left.
 * What was promised is noted, so that a new try goes on with the same countdown, and tells nobody twice.
 */
final class Drain {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration AFTER_KICK = Duration.ofSeconds(3);

    /** The countdown's begin in milliseconds since 1970, and the notices that were given, by the milliseconds left. */
    record Promised(long begunAtMilliseconds, List<Long> told) {}

    Evidence run(Order order, Attempt attempt) throws InterruptedException {
        var settings = attempt.settings(PlayersSettings.class);
        if (!new Door(attempt).isClosed())
            throw new ActionFailed(
                    "DoorOpen",
                    "the door is open: players would come in as fast as they leave",
                    "Shut it first.",
                    false);
        var commands = new PlayerCommands(attempt);
        var before = sessions(settings, commands, attempt);
        before.ifPresent(count -> attempt.evidence().value("sessionsBefore", count));
        if (before.isEmpty() && !settings.sessions().isEmpty())
            return attempt.evidence().done("no game server answers: nobody can be in");
        if (before.isPresent() && before.getAsInt() == 0)
            return attempt.evidence().value("sessionsAtStop", 0).alreadySo("no player is in");
        countDown(settings, commands, attempt);
        var left = await(settings.patience(), commands, attempt);
        attempt.evidence().value("sessionsAtStop", left);
        if (left != null && left == 0)
            return attempt.evidence().value("kicked", 0).done("all players have left");
        if (settings.kick().isEmpty())
            return attempt.evidence()
                    .done("patience is over, %s players are still in; they end with the servers"
                            .formatted(left == null ? "an unknown number of" : left));
        attempt.checkFence();
        commands.run("kick", settings.kick()).orFail("KickFailed", true);
        var after = await(AFTER_KICK, commands, attempt);
        return attempt.evidence()
                .value("kicked", left)
                .value("sessionsAfterKick", after)
                .done("patience is over, %s sessions were ended".formatted(left == null ? "all" : left));
    }

    /** Asked again before it is believed that nobody answers: players who are in would be cut off untold. */
    private static java.util.OptionalInt sessions(PlayersSettings settings, PlayerCommands commands, Attempt attempt)
            throws InterruptedException {
        var sessions = commands.sessionsIfKnown();
        for (int asked = 1;
                asked < 3 && sessions.isEmpty() && !settings.sessions().isEmpty();
                asked++) {
            attempt.beat("the game servers do not answer; asking again");
            TimeUnit.MILLISECONDS.sleep(500);
            sessions = commands.sessionsIfKnown();
        }
        return sessions;
    }

    private static void countDown(PlayersSettings settings, PlayerCommands commands, Attempt attempt)
            throws InterruptedException {
        var file = attempt.stepFolder().resolve("countdown.json");
        var promised = promised(file, attempt);
        var end = Instant.ofEpochMilli(promised.begunAtMilliseconds()).plus(settings.countdown());
        attempt.evidence().value("countdownSeconds", settings.countdown().toSeconds());
        var due = new ArrayList<>(settings.notices());
        due.add(settings.countdown());
        due.sort(java.util.Comparator.reverseOrder());
        while (true) {
            var left = Duration.between(attempt.clock().instant(), end);
            for (var notice : due) {
                if (left.compareTo(notice) > 0 || promised.told().contains(notice.toMillis())) continue;
                var told = new ArrayList<>(promised.told());
                for (var other : due)
                    if (left.compareTo(other) <= 0 && !told.contains(other.toMillis())) told.add(other.toMillis());
                promised = new Promised(promised.begunAtMilliseconds(), told);
                write(file, promised);
                if (!left.isNegative() && !left.isZero())
                    commands.notice(settings.text().replace("{left}", words(left)));
                break;
            }
            if (left.isNegative() || left.isZero()) return;
            attempt.beat("players have %s left".formatted(words(left)));
            TimeUnit.MILLISECONDS.sleep(Math.min(250, Math.max(1, left.toMillis())));
        }
    }

    /** How many players are left at the end of that time, or earlier where none is; null where nobody knows. */
    private static @org.jspecify.annotations.Nullable Integer await(
            Duration patience, PlayerCommands commands, Attempt attempt) throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        while (true) {
            var sessions = commands.sessionsIfKnown();
            var over = System.nanoTime() > until;
            if (sessions.isPresent() && (over || sessions.getAsInt() == 0)) return sessions.getAsInt();
            if (over) return null;
            attempt.beat(sessions.isPresent() ? sessions.getAsInt() + " players are still in" : "waiting for players");
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    private static Promised promised(Path file, Attempt attempt) {
        try {
            if (Files.exists(file)) return JSON.readValue(Files.readString(file), Promised.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
        var promised = new Promised(attempt.clock().millis(), List.of());
        write(file, promised);
        return promised;
    }

    private static void write(Path file, Promised promised) {
        try {
            AtomicFiles.write(file, JSON.writeValueAsString(promised));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String words(Duration left) {
        var seconds = Math.max(1, Math.round(left.toMillis() / 1000.0));
        if (seconds < 90) return seconds == 1 ? "1 second" : seconds + " seconds";
        return Math.round(seconds / 60.0) + " minutes";
    }
}
