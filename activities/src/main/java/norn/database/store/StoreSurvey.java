package norn.database.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import norn.plan.MomentText;
import norn.runbook.Durations;
import org.jspecify.annotations.Nullable;

/**
 * A store that is not as it was before a deployment.
 *
 * @param different the parts of its fingerprint that are not as they were
 * @param oldCodeFitsNewSchema whether the old release works with it as it is
 * @param backup the one that a rollback restores; null: there is none
 */
public record StoreSurvey(
        String name,
        List<String> different,
        boolean oldCodeFitsNewSchema,
        @Nullable StoreBackup backup) {
    public StoreSurvey {
        different = List.copyOf(different);
    }

    /** What bringing it back costs, for people. */
    public String cost() {
        return backup == null
                ? "store %s (%s differ): no backup of this deployment brings it back".formatted(name, parts())
                : "store %s (%s differ) goes back to its backup of %s: all that was written to it since is set aside, and no longer agrees with what other databases hold from after that time"
                        .formatted(name, parts(), MomentText.ofIso(backup.takenAt()));
    }

    /** How long bringing it back takes, for people; empty where nothing brings it back. */
    public Optional<String> estimate() {
        return Optional.ofNullable(backup)
                .map(found -> found.verifiedInSeconds() == null
                        ? "store %s: how long its restore takes is unknown, since its backup was not verified"
                                .formatted(name)
                        : (found.isVerifiedByRestore()
                                        ? "store %s is restored in about %s, as long as verifying its backup took"
                                        : "store %s: verifying its backup took %s; how long its restore takes is"
                                                + " unknown")
                                .formatted(name, Durations.text(Duration.ofSeconds(found.verifiedInSeconds()))));
    }

    private String parts() {
        return String.join(" and ", different);
    }
}
