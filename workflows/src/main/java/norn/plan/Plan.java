package norn.plan;

import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one release in one environment. Frozen in the workflow's history: files edited later change nothing.
 *
 * @param rules the number of the engine's rules that it runs by; raised when the same events would give other commands.
 *     1: a rollback after go-live that nobody agreed to ended the deployment. 2: the phase that it interrupted goes on.
 *     3: unmet success criteria make it partial, a deployment whose rollback has not begun yet is rolling back, and a cancelled
 *     rollback that might still be stopped at its gate is stopped
 * @param runbook complete: every step's needs are spelled out, what the installation does not have is marked as left out
 * @param previousRelease the release that is active when the plan is made; null where none is
 * @param hostHash SHA-256 of the host's commands as planned, hexadecimal
 */
public record Plan(
        int rules,
        String environment,
        String release,
        @Nullable String previousRelease,
        Runbook runbook,
        Policy policy,
        String hostHash) {
    /** The rules that plans are made for now. */
    public static final int RULES = 3;

    /** The plan cut down to one phase, with its policy. */
    public Plan only(PhaseName phase) {
        return new Plan(rules, environment, release, previousRelease, runbook.only(phase), policy, hostHash);
    }

    /** The plan for going back to that release; null: to the one before, as planned. */
    public Plan backTo(@Nullable String to) {
        return to == null ? this : new Plan(rules, environment, release, to, runbook, policy, hostHash);
    }
}
