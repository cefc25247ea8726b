package norn.probe;

import java.time.Duration;
import java.util.Map;
import norn.limit.AnswerTimeout;
import norn.yaml.Default;

/**
 * The checks of the running installation.
 *
 * @param timeout how long one answer may take
 * @param retryFor how long a probe that fails is run again; one that is sent {@code once} is not
 * @param named each probe by the name that runbooks call it by
 */
public record ProbeSettings(
        @Default("10s") Duration timeout, @Default("0s") Duration retryFor, Map<String, Probe> named) {
    public ProbeSettings {
        AnswerTimeout.require(timeout);
    }
}
