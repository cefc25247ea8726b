package norn.plan;

import norn.runbook.PhaseName;
import norn.runbook.Runbook;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one release in one environment. Frozen in the workflow's history: files edited later change nothing.
 *
 * @param rules the rules that the engine runs it by
 * @param runbook complete: every step's needs are spelled out; the steps that the policy excludes are still there
 * @param previousRelease the release that is active when the plan is made; null where none is
 * @param hostHash SHA-256 of the host's commands as planned, hexadecimal
 */
public record Plan(
        Rules rules,
        String environment,
        String release,
        @Nullable String previousRelease,
        Runbook runbook,
        Policy policy,
        String hostHash) {
    /** The plan cut down to one phase, with its policy. */
    public Plan only(PhaseName phase) {
        return new Plan(rules, environment, release, previousRelease, runbook.only(phase), policy, hostHash);
    }

    /** The plan for going back to that release; null: to the one before, as planned. */
    public Plan backTo(@Nullable String to) {
        return to == null ? this : new Plan(rules, environment, release, to, runbook, policy, hostHash);
    }
}
