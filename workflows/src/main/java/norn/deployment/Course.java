package norn.deployment;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import norn.journal.PhaseOutcome;
import norn.journal.Status;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.plan.Start;
import norn.runbook.PhaseName;
import org.jspecify.annotations.Nullable;

/** The course of a deployment: plan, prepare, lock, day, rollback if need be, unlock, watch, report. It has no rules. */
final class Course {
    /** The signal by which a deployment that has gone live ends the watch of the one before. */
    static final String SUPERSEDE = "supersede";

    private static final Duration PLANNING = Duration.ofMinutes(1);

    private final Start start;
    private final Chronicle chronicle;
    private final Switchboard switchboard;
    private final Tenure tenure;
    private final Conclusion conclusion;
    private final Phases phases;

    Course(Start start, Chronicle chronicle, Switchboard switchboard) {
        this.start = start;
        this.chronicle = chronicle;
        this.switchboard = switchboard;
        tenure = new Tenure(start.environment(), start.release(), switchboard);
        conclusion = new Conclusion(start, chronicle);
        phases = new Phases(start, chronicle, switchboard, tenure, conclusion);
    }

    /** How it stands to its environment: other deployments tell it of theirs. */
    Tenure tenure() {
        return tenure;
    }

    /** Runs the deployment to its end. */
    Result run() {
        chronicle.show();
        var plan = plan();
        chronicle.plan(plan);
        var end = end(plan);
        var known = chronicle.result();
        if (known == null) conclusion.conclude(end);
        else conclusion.keep();
        switchboard.close(end.status() + (end.reason().isEmpty() ? "" : ", " + end.reason()));
        Workflow.await(Workflow::isEveryHandlerFinished);
        return conclusion.concluded();
    }

    private Plan plan() {
        var id = Workflow.getInfo().getWorkflowId();
        try {
            return ActivityCalls.norn(Workflow.getInfo().getTaskQueue(), "make the plan", PLANNING)
                    .makePlan(new PlanRequest(
                            id,
                            start.environment(),
                            start.release(),
                            start.phases(),
                            start.t0(),
                            Workflow.getInfo().getOriginalExecutionRunId(),
                            null));
        } catch (ActivityFailure failure) {
            switchboard.close("no plan could be made");
            if (!(failure.getCause() instanceof ApplicationFailure said)) throw failure;
            chronicle.fails(said.getOriginalMessage());
            throw StartFailure.of(said.getOriginalMessage(), said.getType());
        }
    }

    private End end(Plan plan) {
        if (start.wants(PhaseName.PRE_DEPLOYMENT)) {
            var prepared = phases.run(plan, PhaseName.PRE_DEPLOYMENT, null);
            if (prepared.kind() != PhaseOutcome.Kind.COMPLETED) return End.abandoned(prepared.reason());
        }
        if (start.wants(PhaseName.DEPLOYMENT_DAY)) {
            var stopped = day(plan);
            if (stopped != null) return stopped;
        }
        if (start.wants(PhaseName.POST_DEPLOYMENT)) return watch(plan);
        return chronicle.flawless() ? new End(Status.SUCCESSFUL, "") : new End(Status.PARTIAL, "");
    }

    /** D-Day under the lock; null where it went live, and stayed. */
    private @Nullable End day(Plan plan) {
        phases.checkLineage();
        var holder = tenure.begin();
        if (holder.isPresent()) return End.abandoned("%s is held by %s".formatted(start.environment(), holder.get()));
        var end = fencedDay(plan);
        tenure.end();
        return end;
    }

    private @Nullable End fencedDay(Plan plan) {
        try {
            tenure.fence(plan);
        } catch (ActivityFailure failure) {
            return End.abandoned(Fencing.untaken(plan, failure));
        }
        return dayEnd(plan, phases.run(plan, PhaseName.DEPLOYMENT_DAY, null));
    }

    private @Nullable End dayEnd(Plan plan, PhaseOutcome day) {
        return switch (day.kind()) {
            case COMPLETED -> null;
            case ROLL_BACK -> {
                var end = tenure.isLost() ? rollBackOnceFree(plan, day) : rollBack(plan, day);
                yield mayGoOn(plan, end)
                        ? dayEnd(plan, phases.goOn(plan, PhaseName.DEPLOYMENT_DAY, end.reason()))
                        : end;
            }
            case ENDED_EARLY -> new End(Status.PARTIAL, day.reason());
            case STOPPED, GIVEN_UP -> End.abandoned(day.reason());
        };
    }

    private End watch(Plan plan) {
        if (switchboard.stopped() != null) return new End(Status.PARTIAL, switchboard.stopped());
        tenure.takeWatch();
        return watchEnd(plan, phases.run(plan, PhaseName.POST_DEPLOYMENT, null));
    }

    private End watchEnd(Plan plan, PhaseOutcome watched) {
        tenure.releaseWatch();
        return switch (watched.kind()) {
            case COMPLETED ->
                chronicle.flawless()
                        ? new End(Status.SUCCESSFUL, watched.reason())
                        : new End(Status.PARTIAL, watched.reason());
            case ROLL_BACK -> {
                var end = rollBackOnceFree(plan, watched);
                tenure.release();
                if (!mayGoOn(plan, end)) yield end;
                tenure.takeWatch();
                yield watchEnd(plan, phases.goOn(plan, PhaseName.POST_DEPLOYMENT, end.reason()));
            }
            case STOPPED, ENDED_EARLY, GIVEN_UP -> new End(Status.PARTIAL, watched.reason());
        };
    }

    /** Whether the rollback ended without having been agreed to, and nothing else wants the deployment to end. */
    private boolean mayGoOn(Plan plan, End rollback) {
        return plan.rules() >= 2
                && rollback.status() == Status.PARTIAL
                && tenure.supersededBy() == null
                && switchboard.stopped() == null;
    }

    private End rollBackOnceFree(Plan plan, PhaseOutcome cause) {
        return tenure.takeForRollback(plan, cause.reason())
                ? rollBack(plan, cause)
                : new End(Status.PARTIAL, "superseded by " + tenure.supersededBy());
    }

    /** With the proof the lock ends and the status is final; the phase goes on for what is left to do. */
    private End rollBack(Plan plan, PhaseOutcome cause) {
        var outcome = phases.run(plan, PhaseName.ROLLBACK, cause);
        if (phases.isProven() || outcome.kind() == PhaseOutcome.Kind.COMPLETED)
            return new End(Status.ROLLED_BACK, cause.reason());
        // Nobody agreed to its price: the release stays as it is.
        if (outcome.kind() == PhaseOutcome.Kind.STOPPED) return new End(Status.PARTIAL, outcome.reason());
        return new End(Status.ROLLBACK_FAILED, outcome.reason().isEmpty() ? cause.reason() : outcome.reason());
    }
}
