package norn.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.configuration.SettingsFile;
import norn.yaml.Default;

/**
 * The door and the players behind it. Commands are argument lists; a first word with a slash is relative to the active release.
 *
 * @param maintenance what keeps players out, and lets testers in
 * @param count prints how many players are in: the first number in its output counts; empty: nobody knows
 * @param notice tells all who are in; {@code {text}} in its words is replaced; empty: there is no such way
 * @param kick ends the sessions that are left; empty: they end with the servers
 * @param text the notice; {@code {left}} is the time that is left
 * @param countdown from the first notice until players are waited for, real time
 * @param reminders how long before the countdown's end they are told again
 * @param drainTimeout how long they are waited for after the countdown, real time
 */
public record SessionsSettings(
        MaintenanceSettings maintenance,
        List<String> count,
        List<String> notice,
        List<String> kick,

        @Default("Maintenance begins in {left}. Please leave the game in time.")
        String text,

        @Default("5m") Duration countdown,
        List<Duration> reminders,
        @Default("5m") Duration drainTimeout) {
    /**
     * A file that the servers read. Lines with these keys are replaced or added, all others stay.
     *
     * @param file where it lies on this host
     * @param separator between key and value
     * @param enabled keys and values while the door is shut
     * @param disabled keys and values while it is open
     * @param reload tells the servers to read it again; empty: they read it by themselves
     */
    public record MaintenanceSettings(
            Path file,
            @Default("': '") String separator,
            Map<String, String> enabled,
            Map<String, String> disabled,
            List<String> reload) {
        public MaintenanceSettings {
            if (enabled.isEmpty() || disabled.isEmpty() || enabled.equals(disabled)) {
                throw new IllegalArgumentException("a door needs lines for closed and for open, and they must differ");
            }
        }

        /** The file's text without the lines of the door; empty where there is no file. */
        public String otherLines() {
            if (!Files.exists(file)) {
                return "";
            }
            try {
                var text = SettingsFile.parse(Files.readString(file));
                for (var lines : List.of(enabled, disabled)) {
                    for (var key : lines.keySet()) {
                        text = text.without(key);
                    }
                }
                return text.text();
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read " + file, unreadable);
            }
        }
    }
}
