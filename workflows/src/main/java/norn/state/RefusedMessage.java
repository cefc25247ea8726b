package norn.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message that changed nothing. */
public record RefusedMessage(String message, @Nullable String by, String reason, Instant at) {}
