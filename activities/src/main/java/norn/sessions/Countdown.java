package norn.sessions;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import norn.action.Attempt;
import norn.exec.Poller;
import norn.files.LenientJson;

/**
 * Counts down in real time, with a notice at its begin and at each reminder. What was announced is recorded, so that a new try
 * goes on with the same countdown, and repeats no notice.
 */
final class Countdown {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final int SECONDS_UP_TO = 90;

    private final SessionsSettings settings;
    private final SessionCommands commands;
    private final Attempt attempt;
    private final Path file;

    Countdown(SessionsSettings settings, SessionCommands commands, Attempt attempt) {
        this.settings = settings;
        this.commands = commands;
        this.attempt = attempt;
        this.file = attempt.stepFolder().resolve("countdown.json");
    }

    /** Its begin in milliseconds since 1970, and the notices that were sent, each by the milliseconds left. */
    record CountdownState(long begunAtMilliseconds, List<Long> sentNotices) {
        /** With all notices sent that are due when so much time is left. */
        CountdownState withSent(List<Duration> notices, Duration left) {
            var sent = new ArrayList<>(sentNotices);
            for (var notice : notices) {
                if (left.compareTo(notice) <= 0 && !sent.contains(notice.toMillis())) {
                    sent.add(notice.toMillis());
                }
            }
            return new CountdownState(begunAtMilliseconds, sent);
        }
    }

    void run() throws InterruptedException {
        var state = read();
        var end = Instant.ofEpochMilli(state.begunAtMilliseconds()).plus(settings.countdown());
        attempt.evidence().value("countdownSeconds", settings.countdown().toSeconds());
        var notices = new ArrayList<>(settings.reminders());
        notices.add(settings.countdown());
        notices.sort(Comparator.reverseOrder());
        var poller = Poller.of(attempt);
        while (true) {
            var left = Duration.between(attempt.clock().instant(), end);
            var over = left.isNegative() || left.isZero();
            var next = state.withSent(notices, left);
            if (!next.equals(state)) {
                state = next;
                LenientJson.write(file, state);
                if (!over) {
                    commands.notice(settings.text().replace("{left}", text(left)));
                }
            }
            if (over) {
                return;
            }
            poller.pause(
                    left.compareTo(INTERVAL) < 0 ? left : INTERVAL, () -> "users have %s left".formatted(text(left)));
        }
    }

    private CountdownState read() {
        return LenientJson.read(file, CountdownState.class).orElseGet(() -> {
            var begun = new CountdownState(attempt.clock().millis(), List.of());
            LenientJson.write(file, begun);
            return begun;
        });
    }

    private static String text(Duration left) {
        var seconds = Math.max(1, Math.round(left.toMillis() / 1000.0));
        if (seconds >= SECONDS_UP_TO) {
            return Math.round(seconds / 60.0) + " minutes";
        }
        return seconds == 1 ? "1 second" : seconds + " seconds";
    }
}
