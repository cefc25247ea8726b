package norn.rehearsal.install;

import java.time.Duration;
import java.util.Map;

/**
 * How long a package manager may take.
 *
 * @param whole for everything that it is asked for
 * @param idle without a sign of life: no output, no data, no work
 */
public record InstallLimits(Duration whole, Duration idle) {
    /** The environment variable that sets the idle limit, in seconds. The whole limit is ten times as long. */
    public static final String VARIABLE = "NORN_DOWNLOAD_TIMEOUT";

    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final int STANDARD_SECONDS = 60;
    private static final int MIN_SECONDS = 10;
    private static final int MAX_SECONDS = 3600;

    /** A minute without a sign of life, ten in all, unless {@link #VARIABLE} says otherwise. */
    public static InstallLimits of(Map<String, String> environment) {
        var named = environment.getOrDefault(VARIABLE, "");
        var idle = Duration.ofSeconds(named.isBlank() ? STANDARD_SECONDS : seconds(named.strip()));
        return new InstallLimits(idle.multipliedBy(10), idle);
    }

    private static int seconds(String named) {
        if (named.matches("\\d{1,5}")) {
            var seconds = Integer.parseInt(named);
            if (MIN_SECONDS <= seconds && seconds <= MAX_SECONDS) {
                return seconds;
            }
        }
        throw new InstallFailed(
                "%s is \"%s\"".formatted(VARIABLE, named),
                "Expected: whole seconds, from %d to %d.".formatted(MIN_SECONDS, MAX_SECONDS));
    }

    /** For one answer of a registry. A package manager asks twice: it gives up, and says why, before the idle limit is over. */
    Duration answer() {
        return idle.multipliedBy(2).dividedBy(5);
    }

    /** How often it is shown that it goes on. */
    Duration progress() {
        var often = idle.dividedBy(6);
        return often.compareTo(PROGRESS) < 0 ? often : PROGRESS;
    }
}
