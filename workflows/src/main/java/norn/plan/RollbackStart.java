package norn.plan;

import norn.runbook.RollbackMode;
import org.jspecify.annotations.Nullable;

/**
 * A person's order to roll an environment back.
 *
 * @param to the release to go back to; null: what the last D-Day recorded before its first change
 * @param takeOver end a deployment that holds the environment and does not answer
 */
public record RollbackStart(
        String environment,
        String reason,
        String by,
        RollbackMode mode,
        @Nullable String to,
        boolean takeOver) {}
