package norn.probe;

import java.time.Duration;
import java.time.Instant;
import norn.action.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * What a probe is run with.
 *
 * @param name the probe's own
 * @param timeout how long one answer may take
 * @param since from when on logs are read; null: as the probe itself says
 */
public record ProbeRun(
        String name,
        Duration timeout,
        Attempt attempt,
        @Nullable Instant since) {}
