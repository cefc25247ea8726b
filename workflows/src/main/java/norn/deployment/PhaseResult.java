package norn.deployment;

import norn.journal.PhaseOutcome;

/**
 * How a phase ended.
 *
 * @param rest what its deployment has not been told yet
 */
public record PhaseResult(PhaseOutcome outcome, Progress rest) {}
