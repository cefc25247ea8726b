package norn.sessions;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.CodeSettings;
import norn.code.Releases;
import norn.exec.CommandResult;
import norn.exec.Commands;
import norn.exec.Invocation;

/** What the game's own tools are asked, in the active release. */
final class SessionCommands {
    /** How often the sessions are counted while something waits for them. */
    static final Duration POLL = Duration.ofMillis(300);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Attempt attempt;
    private final SessionsSettings settings;

    SessionCommands(Attempt attempt) {
        this.attempt = attempt;
        this.settings = attempt.settings(SessionsSettings.class);
    }

    /** How many players are in. @throws ActionFailed {@code SessionsUnknown} where nobody answers that */
    int count() throws InterruptedException {
        if (settings.count().isEmpty()) {
            throw new ActionFailed(
                    "SessionsUnknown",
                    "host.sessions.count names no command that tells how many players are in",
                    "Add it, or leave the step out.",
                    false);
        }
        var ended = run("sessions", settings.count()).orFail("SessionsUnknown", true);
        var number = NUMBER.matcher(ended.output());
        if (number.find()) {
            return Integer.parseInt(number.group());
        }
        throw new ActionFailed(
                "SessionsUnknown",
                "%s prints no number: %s".formatted(settings.count().get(0), ended.tail()),
                "Mend host.sessions.count.",
                true);
    }

    /** The same, empty where nobody answers. */
    OptionalInt countIfKnown() throws InterruptedException {
        try {
            return OptionalInt.of(count());
        } catch (ActionFailed unknown) {
            return OptionalInt.empty();
        }
    }

    /** Tells all who are in. */
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
        var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
        return new Commands(attempt)
                .run(Invocation.of(name, argv).inDirectory(release).withTimeout(LIMIT));
    }
}
