package norn.action.players;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import norn.action.ActionFailed;
import norn.action.Attempt;
import norn.action.Commands;
import norn.action.Invocation;
import norn.action.code.CodeSettings;
import norn.action.code.Releases;

/** What the game's own tools are asked, in the active release. */
final class PlayerCommands {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Attempt attempt;
    private final PlayersSettings settings;

    PlayerCommands(Attempt attempt) {
        this.attempt = attempt;
        this.settings = attempt.settings(PlayersSettings.class);
    }

    /** How many players are in. @throws ActionFailed {@code SessionsUnknown} where nobody answers that */
    int sessions() throws InterruptedException {
        if (settings.sessions().isEmpty())
            throw new ActionFailed(
                    "SessionsUnknown",
                    "hands.players.sessions names no command that tells how many players are in",
                    "Add it, or leave the step out.",
                    false);
        var ended = run("sessions", settings.sessions()).orFail("SessionsUnknown", true);
        var number = NUMBER.matcher(ended.output());
        if (number.find()) return Integer.parseInt(number.group());
        throw new ActionFailed(
                "SessionsUnknown",
                "%s prints no number: %s".formatted(settings.sessions().get(0), ended.tail()),
                "Mend hands.players.sessions.",
                true);
    }

    /** The same, empty where nobody answers. */
    OptionalInt sessionsIfKnown() throws InterruptedException {
        try {
            return OptionalInt.of(sessions());
        } catch (ActionFailed unknown) {
            return OptionalInt.empty();
        }
    }

    /** Tells all who are in. */
    void notice(String text) throws InterruptedException {
        if (settings.notice().isEmpty()) return;
        var words = settings.notice().stream()
                .map(word -> word.replace("{text}", text))
                .toList();
        run("notice", words).orFail("NoticeFailed", true);
    }

    Commands.Ended run(String name, List<String> argv) throws InterruptedException {
        var release = new Releases(attempt.settings(CodeSettings.class)).requireActive();
        return new Commands(attempt).run(Invocation.of(name, argv).in(release).within(LIMIT));
    }
}
