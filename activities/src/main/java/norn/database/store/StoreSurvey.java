package norn.database.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that is not as it was before a deployment.
 *
 * @param different the parts of its fingerprint that are not as they were
 * @param oldCodeFitsNewSchema whether the old release works with it as it is
 * @param backupOf as of when the backup is that a rollback restores, in ISO form; null: there is none
 * @param estimateSeconds how long its verification took, which is about what restoring it takes; null: not known
 */
public record StoreSurvey(
        String name,
        List<String> different,
        boolean oldCodeFitsNewSchema,
        @Nullable String backupOf,
        @Nullable Long estimateSeconds) {
    public StoreSurvey {
        different = List.copyOf(different);
    }

    /** What bringing it back costs, for people. */
    public String cost() {
        return backupOf == null
                ? "store %s (%s differ): no backup of this deployment brings it back".formatted(name, parts())
                : "store %s (%s differ) goes back to its backup of %s: all that was written to it since is set aside, and no longer agrees with what other databases hold from after that time"
                        .formatted(name, parts(), backupOf);
    }

    private String parts() {
        return String.join(" and ", different);
    }
}
