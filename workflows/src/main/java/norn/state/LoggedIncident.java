package norn.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An incident as it stands now. */
public record LoggedIncident(
        String id,
        String severity,
        String summary,
        String state,
        String by,
        Instant openedAt,
        @Nullable Instant closedAt) {}
