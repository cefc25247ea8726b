package norn.phase;

import norn.run.Progress;
import norn.state.PhaseOutcome;

/**
 * How a phase ended.
 *
 * @param unreported the entries of its journal that its deployment may not have yet
 */
public record PhaseResult(PhaseOutcome outcome, Progress unreported) {}
