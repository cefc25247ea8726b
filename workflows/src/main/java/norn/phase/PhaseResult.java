package norn.phase;

import norn.run.Progress;
import norn.state.PhaseOutcome;

/**
 * How a phase ended.
 *
 * @param unreported what its deployment has not been told yet
 */
public record PhaseResult(PhaseOutcome outcome, Progress unreported) {}
