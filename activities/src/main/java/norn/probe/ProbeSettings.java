package norn.probe;

import java.time.Duration;
import java.util.Map;
import norn.yaml.Default;

/**
 * The questions that the world must answer right.
 *
 * @param timeout how long one answer may take
 * @param retryFor how long a probe is asked again until it is answered right; those that are asked {@code once} are not
 * @param named each probe by the name that runbooks call it by
 */
public record ProbeSettings(
        @Default("10s") Duration timeout, @Default("0s") Duration retryFor, Map<String, Probe> named) {}
