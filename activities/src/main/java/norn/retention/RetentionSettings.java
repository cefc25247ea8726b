package norn.retention;

import java.time.Duration;
import norn.yaml.Default;

/**
 * How much of earlier deployments is retained. What a rollback needs is retained in any case, and nothing is removed before a newer
 * release is proven.
 *
 * @param releases how many of the releases before the active one, beside those that a rollback needs
 * @param dumps how long dumps are retained
 * @param databases how long databases are retained that were migrated, replaced or set aside
 */
public record RetentionSettings(
        @Default("3") int releases,
        @Default("30d") Duration dumps,
        @Default("14d") Duration databases) {
    public RetentionSettings {
        if (releases < 0) {
            throw new IllegalArgumentException("releases %d: expected 0 or more".formatted(releases));
        }
    }
}
