package norn.sessions;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.code.ReleaseCommand;
import norn.yaml.ArgumentList;
import norn.yaml.Default;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of users, and the maintenance mode that keeps new ones out. Commands are argument lists; a first word with a slash
 * is relative to the active release.
 *
 * @param maintenance what keeps users out, and lets testers in
 * @param count prints how many sessions there are; empty: the number is unknown
 * @param countPattern finds that number in the output, as its group; null: the output must hold no other number
 * @param notice sends a text to all sessions; {@code {text}} in its words is replaced; empty: there is no such way
 * @param kick ends the sessions that are left; empty: they end with the servers
 * @param text the notice; {@code {left}} is the time that is left
 * @param countdown from the first notice until sessions are waited for, real time
 * @param reminders how long before the countdown's end the notice is repeated
 * @param drainTimeout how long sessions may last after the countdown, real time
 */
public record SessionsSettings(
        MaintenanceSettings maintenance,
        @ArgumentList List<String> count,
        @Nullable Pattern countPattern,
        @ArgumentList List<String> notice,
        @ArgumentList List<String> kick,

        @Default("Maintenance begins in {left}. Please log out in time.")
        String text,

        @Default("5m") Duration countdown,
        List<Duration> reminders,
        @Default("5m") Duration drainTimeout) {
    /** Whether one of the commands lies in the active release. */
    boolean needsRelease() {
        return maintenance.needsRelease()
                || Stream.of(count, notice, kick)
                        .filter(command -> !command.isEmpty())
                        .anyMatch(command -> ReleaseCommand.of(command).needsRelease());
    }
}
