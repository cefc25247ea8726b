package norn.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param watched what a run watches that has no day of its own; null: it has one, or watches nothing
 */
public record Plan(
        Rules rules,
        String environment,
        String release,
        @Nullable String previousRelease,
        Runbook runbook,
        Policy policy,
        String hostHash,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Watched watched) {
    @JsonCreator
    public Plan {}

    /** A plan of a run that changes the environment itself, or has nothing to watch. */
    public Plan(
            Rules rules,
            String environment,
            String release,
            @Nullable String previousRelease,
            Runbook runbook,
            Policy policy,
            String hostHash) {
        this(rules, environment, release, previousRelease, runbook, policy, hostHash, null);
    }

    /** The same plan for a run that watches that and has no day of its own. */
    public Plan watching(Watched other) {
        return new Plan(rules, environment, release, previousRelease, runbook, policy, hostHash, other);
    }

    /** The plan cut down to one phase, with its policy. */
    public Plan only(PhaseName phase) {
        return new Plan(rules, environment, release, previousRelease, runbook.only(phase), policy, hostHash, watched);
    }

    /** The plan for going back to that release; null: to the one before, as planned. */
    public Plan backTo(@Nullable String to) {
        return to == null ? this : new Plan(rules, environment, release, to, runbook, policy, hostHash, watched);
    }
}
