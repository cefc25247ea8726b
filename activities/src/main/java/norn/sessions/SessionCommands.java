package norn.sessions;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.code.ReleaseCommand;
import norn.exec.CommandResult;
import norn.exec.Commands;
import norn.exec.Invocation;
import norn.files.Colours;
import norn.limit.BoundedPattern;

/** The installation's own commands for sessions: count, notice, kick. */
final class SessionCommands {
    /** How often the sessions are counted while something waits for them. */
    static final Duration POLL = Duration.ofMillis(300);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** One below zero says that something went wrong; it is none of a count. */
    private static final Pattern ANY_NUMBER = Pattern.compile("(?<!\\w)-\\d{1,9}|\\d{1,9}");

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
        var ended = new Commands(attempt)
                .run(invocation("sessions", settings.count()).withSeparateErrors())
                .orFail("SessionsUnknown", true);
        var number = number(Colours.removed(ended.output()));
        if (number.isPresent()) {
            return number.getAsInt();
        }
        throw new ActionFailed(
                "SessionsUnknown",
                "%s: what %s prints is not one number%s"
                        .formatted(
                                ended.name(),
                                ended.program(),
                                settings.countPattern() == null ? "" : " where host.sessions.countPattern finds it"),
                "Read %s on this host, fix host.sessions.count, or state host.sessions.countPattern, then RETRY."
                        .formatted(ended.log()),
                true);
    }

    /** The one number of the output, or the one that the environment's pattern finds; of several none is meant for sure. */
    private OptionalInt number(String output) {
        var pattern = settings.countPattern();
        var found = new LinkedHashSet<Integer>();
        try {
            for (var text : BoundedPattern.all(pattern == null ? ANY_NUMBER : pattern, output)) {
                if (!NUMBER.matcher(text).matches()) {
                    return OptionalInt.empty();
                }
                found.add(Integer.parseInt(text));
            }
        } catch (BoundedPattern.TooCostly unknown) {
            return OptionalInt.empty();
        }
        return found.size() == 1 ? OptionalInt.of(found.iterator().next()) : OptionalInt.empty();
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
