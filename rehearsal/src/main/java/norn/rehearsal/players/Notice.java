package norn.rehearsal.players;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a notice means to a player.
 *
 * @param leaveWithin how long there still is; empty where nobody needs to leave (any more)
 */
record Notice(Optional<Duration> leaveWithin) {
    private static final Pattern NOW = Pattern.compile("\\bnow\\b|\\blog ?out\\b|\\bleave\\b|\\bimmediately\\b");
    private static final Pattern OFF = Pattern.compile("cancel|called off|postponed|is over|welcome back|open again");
    private static final Pattern SOON =
            Pattern.compile("\\bin (?:about )?(\\d{1,6})[ -]*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)\\b");

    /** Reads a notice; nothing where it asks nothing of a player. */
    static Optional<Notice> read(String text) {
        var words = text.toLowerCase(Locale.ROOT);
        if (OFF.matcher(words).find()) {
            return Optional.of(new Notice(Optional.empty()));
        }
        var soon = SOON.matcher(words);
        if (soon.find()) {
            var number = Long.parseLong(soon.group(1));
            return Optional.of(new Notice(Optional.of(
                    switch (soon.group(2).charAt(0)) {
                        case 's' -> Duration.ofSeconds(number);
                        case 'm' -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    })));
        }
        return NOW.matcher(words).find()
                ? Optional.of(new Notice(Optional.of(Duration.ofSeconds(1))))
                : Optional.empty();
    }
}
