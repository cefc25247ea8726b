package norn.sessions;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.ReleaseCommand;
import norn.exec.CommandResult;
import norn.exec.Commands;
import norn.exec.Invocation;

/** The installation's own commands for sessions: count, notice, kick. */
final class SessionCommands {
    /** How often the sessions are counted while something waits for them. */
    static final Duration POLL = Duration.ofMillis(300);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Attempt attempt;
    private final SessionsSettings settings;

    SessionCommands(Attempt attempt) {
        this.attempt = attempt;
        this.settings = attempt.settings(SessionsSettings.class);
    }

    /** How many sessions there are. @throws ActionFailed {@code SessionsUnknown} where that cannot be found out */
    int count() throws InterruptedException {
        if (settings.count().isEmpty()) {
            throw new ActionFailed(
                    "SessionsUnknown",
                    "host.sessions.count names no command that prints the number of sessions",
                    "Add it, or exclude the step.",
                    false);
        }
        var answer = new Commands(attempt)
                .ask(invocation("sessions", settings.count()).withSeparateErrors());
        var ended = answer.ended().orFail("SessionsUnknown", true);
        var number = SessionCount.of(settings.countPattern(), answer.whole());
        if (number.isPresent()) {
            return number.getAsInt();
        }
        throw new ActionFailed(
                "SessionsUnknown",
                "%s: what %s prints is not one number that stands for itself%s"
                        .formatted(
                                ended.name(),
                                ended.program(),
                                settings.countPattern() == null ? "" : " where host.sessions.countPattern finds it"),
                "Read %s on this host, fix host.sessions.count, or state host.sessions.countPattern, then RETRY."
                        .formatted(ended.log()),
                true);
    }

    /** The same, empty where that cannot be found out. */
    OptionalInt countIfKnown() throws InterruptedException {
        try {
            return OptionalInt.of(count());
        } catch (ActionFailed unknown) {
            return OptionalInt.empty();
        }
    }

    /** Sends a text to all sessions. */
    void notice(String text) throws InterruptedException {
        if (settings.notice().isEmpty()) {
            return;
        }
        var words = settings.notice().stream()
                .map(word -> word.replace("{text}", text))
                .toList();
        run("notice", words).orFail("NoticeFailed", true);
    }

    CommandResult run(String name, List<String> argv) throws InterruptedException {
        return new Commands(attempt).run(invocation(name, argv));
    }

    private Invocation invocation(String name, List<String> argv) {
        return ReleaseCommand.of(argv).invocation(name, attempt).withTimeout(TIMEOUT);
    }
}
