package norn.probe;

import java.time.Duration;
import norn.action.Attempt;

/**
 * What a probe is run with.
 *
 * @param name the probe's own
 * @param timeout how long one answer may take
 */
public record ProbeRun(String name, Duration timeout, Attempt attempt) {}
