package norn.deployment;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import norn.engine.Begin;
import norn.engine.Facts;
import norn.journal.Journal;
import norn.journal.PhaseOutcome;
import norn.journal.Status;
import norn.plan.Plan;
import norn.plan.Start;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** Runs a deployment's phases as its children, each from what is known by then, and minds what happens meanwhile. */
final class Phases {
    private final Start start;
    private final Chronicle chronicle;
    private final Switchboard switchboard;
    private final Tenure tenure;
    private final Conclusion conclusion;
    private final Lineage lineage = new Lineage();

    Phases(Start start, Chronicle chronicle, Switchboard switchboard, Tenure tenure, Conclusion conclusion) {
        this.start = start;
        this.chronicle = chronicle;
        this.switchboard = switchboard;
        this.tenure = tenure;
        this.conclusion = conclusion;
    }

    /** Ends what an earlier run left behind, where this one was reset. */
    void checkLineage() {
        lineage.check(ids());
    }

    /** Runs a phase to its end; {@code cause} is what a rollback is for. */
    PhaseOutcome run(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        checkLineage();
        var stopped = switchboard.stopped();
        if (stopped != null && name != PhaseName.ROLLBACK)
            return new PhaseOutcome(PhaseOutcome.Kind.STOPPED, stopped, null, true, null);
        chronicle.begins(name);
        return live(name, input(plan, name, cause), cause);
    }

    /** The phase goes on where it was, after a rollback that nobody agreed to. */
    PhaseOutcome goOn(Plan plan, PhaseName name, String reason) {
        chronicle.goesOn(name);
        var told = chronicle.entries(name);
        var from = input(plan, name, null);
        var goingOn = new PhaseInput(
                from.plan(), from.begin(), from.fence(), new Journal(name, told), told.size(), null, reason);
        return live(name, goingOn, null);
    }

    /** Whether the rollback has proven that the world is as it was. */
    boolean isProven() {
        var plan = chronicle.plan();
        return plan != null
                && News.proven(plan.runbook().phase(PhaseName.ROLLBACK), chronicle.entries(PhaseName.ROLLBACK));
    }

    private PhaseOutcome live(PhaseName name, PhaseInput input, @Nullable PhaseOutcome cause) {
        var child = PhaseChild.start(name, input);
        switchboard.connect(name);
        if (switchboard.stopped() != null && name != PhaseName.ROLLBACK) switchboard.stop(switchboard.stopped());
        while (!child.isOver()) {
            tenure.await(() -> child.isOver()
                    || switchboard.hasErrands()
                    || tenure.isLost()
                    || isProofNews(cause)
                    || isGoLiveNews());
            switchboard.runErrands();
            if (tenure.isLost()) tenure.regain(child, input.plan());
            if (isGoLiveNews()) tenure.supersedeEarlier();
            if (cause != null && isProofNews(cause)) {
                tenure.end();
                conclusion.conclude(new End(Status.ROLLED_BACK, cause.reason()));
            }
        }
        switchboard.disconnect(name + " is over");
        var result = child.result();
        if (result != null) chronicle.add(result.rest());
        chronicle.ends(name);
        if (isGoLiveNews()) tenure.supersedeEarlier();
        if (name == PhaseName.PRE_DEPLOYMENT || name == PhaseName.DEPLOYMENT_DAY) conclusion.keep();
        var outcome = result == null ? chronicle.outcome(name) : result.outcome();
        return outcome == null ? Outcomes.byForce(name, changed(), chronicle.goLiveAt() != null) : outcome;
    }

    private boolean isProofNews(@Nullable PhaseOutcome cause) {
        return cause != null && chronicle.result() == null && isProven();
    }

    private boolean isGoLiveNews() {
        return tenure.hasEarlier() && chronicle.goLiveAt() != null;
    }

    private PhaseInput input(Plan plan, PhaseName name, @Nullable PhaseOutcome cause) {
        var t0 = chronicle.t0() == null ? start.t0() : chronicle.t0();
        var begin = new Begin(
                name,
                Workflow.getInfo().getWorkflowId(),
                t0,
                chronicle.goLiveAt(),
                changed(),
                switchboard.keptFor(plan, name),
                cause,
                Facts.of(plan, name, chronicle.journals()));
        var needsFence = name == PhaseName.DEPLOYMENT_DAY || name == PhaseName.ROLLBACK;
        var to = cause == null ? null : cause.to();
        return new PhaseInput(
                plan.only(name).backTo(to), begin, needsFence ? tenure.fenceNumber() : 0, null, 0, to, null);
    }

    /** By this run as it knows itself, or by one before its reset, as the hosts know. */
    private boolean changed() {
        return chronicle.changed() || tenure.hasChangedBefore();
    }

    private List<String> ids() {
        var ids = new ArrayList<>(
                Arrays.stream(PhaseName.values()).map(PhaseChild::id).toList());
        ids.add(LockHolder.environmentId(start.environment()));
        ids.add(LockHolder.watchId(start.environment()));
        return ids;
    }
}
