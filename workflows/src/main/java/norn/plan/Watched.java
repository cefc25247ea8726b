package norn.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The release that a run watches which has no day of its own, and so let nobody in, and recorded nothing to go back to.
 *
 * @param deployment whose day put the release into service, and recorded what served before; null: none has, by the host's records
 * @param goLiveAt when that one let users in; null: that is not recorded, and times count from the start of the watch
 */
public record Watched(@Nullable String deployment, @Nullable Instant goLiveAt) {
    /** A release of which nothing is recorded. */
    public static Watched withoutRecord() {
        return new Watched(null, null);
    }

    /** Why an order to roll back cannot be carried out; empty where it can. */
    public Optional<String> refusal(String release) {
        return deployment == null
                ? Optional.of(
                        "there is nothing to roll back to: this run only watches %s, and no deployment has recorded what served before it. Restore that by hand"
                                .formatted(release))
                : Optional.empty();
    }

    /** From what times count, and what an order to roll back goes by. */
    public String text(String release) {
        var times = goLiveAt == null || deployment == null
                ? "times count from the start of this watch, since no go-live of %s is recorded".formatted(release)
                : "times count from the go-live of %s, at %s".formatted(deployment, goLiveAt);
        return "%s; %s"
                .formatted(
                        times,
                        deployment == null
                                ? "an order to roll back is refused, since nothing is recorded to go back to"
                                : "an order to roll back goes back to what %s recorded".formatted(deployment));
    }
}
