package norn.worker;

import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.io.UncheckedIOException;
import java.time.Instant;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.fingerprint.HostState;
import norn.plan.Plan;
import norn.plan.PlanRequest;
import norn.run.FenceGrant;
import norn.run.NornActivities;
import norn.run.Result;
import norn.yaml.InvalidConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the workflows need for themselves, on this host. */
final class NornActivitiesOnHost implements NornActivities {
    private static final Logger LOG = LoggerFactory.getLogger(NornActivitiesOnHost.class);

    private final WorkflowClient client;
    private final EnvironmentProvider environments;
    private final RecordWriter records;

    NornActivitiesOnHost(WorkflowClient client, EnvironmentProvider environments) {
        this.client = client;
        this.environments = environments;
        this.records = new RecordWriter(client, environments);
    }

    @Override
    public Plan makePlan(PlanRequest request) {
        try {
            if (request.changesEnvironment()) {
                refuseAfterUnfinished(request);
            }
            var plan = environments.plan(request);
            if (request.run() != null) {
                StartRecord.claim(
                        environments.host(request.environment()).records(), request.deployment(), request.run());
            }
            savePlan(request, plan);
            return plan;
        } catch (InvalidConfiguration invalid) {
            throw FailureConverter.of(invalid);
        } catch (ActionFailed failed) {
            throw FailureConverter.of(failed);
        }
    }

    /** For a report of a run that is ended from outside; a rollback must be able to begin without a disk. */
    private void savePlan(PlanRequest request, Plan plan) {
        try {
            UnfinishedRun.savePlan(environments.host(request.environment()), request.deployment(), plan);
        } catch (UncheckedIOException | InvalidConfiguration cannot) {
            LOG.warn("event=plan-not-saved deployment={} reason={}", request.deployment(), cannot.getMessage());
        }
    }

    /**
     * Another deployment that was ended in the middle of its day left the environment half changed: to record that as what a
     * rollback goes back to would lose the way back. While that deployment runs, it may yet end well.
     */
    private void refuseAfterUnfinished(PlanRequest request) {
        var environment = request.environment();
        var unfinished = HostState.of(environments.host(environment)).unfinished();
        if (unfinished == null
                || unfinished.deployment().equals(request.deployment())
                || isRunning(unfinished.deployment())) {
            return;
        }
        throw new ActionFailed(
                "UnfinishedDeployment",
                "%s: %s began to change it, neither let users in nor was rolled back, and does not run any more. First restore %s: './norn rollback %s --reason TEXT'; './norn status %s' shows how it stands."
                        .formatted(
                                environment, unfinished.deployment(), unfinished.release(), environment, environment),
                null,
                false);
    }

    private boolean isRunning(String run) {
        try {
            return client.newUntypedWorkflowStub(run).describe().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }

    @Override
    public FenceGrant takeFence(FenceRequest request) {
        try {
            return HostFence.take(environments.host(request.environment()), request.holder(), request.atLeast());
        } catch (InvalidConfiguration invalid) {
            throw FailureConverter.nonRetryable("InvalidConfiguration", String.valueOf(invalid.getMessage()));
        } catch (ActionFailed failed) {
            throw FailureConverter.of(failed);
        }
    }

    @Override
    public long readFence(String environment) {
        try {
            return new Fence(environments.host(environment).records()).highest();
        } catch (InvalidConfiguration invalid) {
            throw FailureConverter.nonRetryable("InvalidConfiguration", String.valueOf(invalid.getMessage()));
        } catch (ActionFailed failed) {
            throw FailureConverter.of(failed);
        }
    }

    @Override
    public String saveRecord(RecordRequest request) {
        return records.save(request).toString();
    }

    @Override
    public Result follow(String run) {
        var context = Activity.getExecutionContext();
        var ordered = Instant.ofEpochMilli(context.getInfo().getScheduledTimestamp());
        return new DelegatedRollback(client.newUntypedWorkflowStub(run), run, ordered).outcome(context::heartbeat);
    }

    @Override
    public void endRun(EndRequest end) {
        try {
            client.newUntypedWorkflowStub(end.run()).terminate(end.reason());
        } catch (WorkflowNotFoundException gone) {
            return;
        }
    }
}
