package norn.phase;

import norn.run.Progress;
import norn.state.PhaseOutcome;

/**
 * How a phase ended.
 *
 * @param rest what its deployment has not been told yet
 */
public record PhaseResult(PhaseOutcome outcome, Progress unreported) {}
