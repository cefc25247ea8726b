package norn.worker;

import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.catalog.InvalidConfiguration;
import norn.deployment.Hold;
import norn.deployment.NornActivities;
import norn.deployment.Result;
import norn.plan.Plan;
import norn.plan.PlanRequest;

/** What the workflows themselves want done, on this host. */
final class NornActivitiesOnHost implements NornActivities {
    private final WorkflowClient client;
    private final Environments environments;
    private final Records records;

    NornActivitiesOnHost(WorkflowClient client, Environments environments) {
        this.client = client;
        this.environments = environments;
        this.records = new Records(client, environments);
    }

    @Override
    public Plan makePlan(PlanRequest request) {
        try {
            var plan = environments.plan(request);
            if (request.run() != null)
                Origin.claim(environments.hands(request.environment()).records(), request.deployment(), request.run());
            return plan;
        } catch (InvalidConfiguration invalid) {
            throw Failures.of(invalid);
        } catch (ActionFailed failed) {
            throw Failures.of(failed);
        }
    }

    @Override
    public Hold takeFence(FenceRequest request) {
        try {
            var records = environments.hands(request.environment()).records();
            var fence = new Fence(records);
            var number = request.atLeast() > fence.highest()
                    ? fence.raise(request.atLeast(), request.holder())
                    : fence.take(request.holder());
            return new Hold(number, Origin.hasChanged(records, request.holder()));
        } catch (InvalidConfiguration invalid) {
            throw Failures.forGood("InvalidConfiguration", String.valueOf(invalid.getMessage()));
        } catch (ActionFailed failed) {
            throw Failures.of(failed);
        }
    }

    @Override
    public String keepRecord(Keep keep) {
        return records.keep(keep).toString();
    }

    @Override
    public Result follow(String run) {
        var context = Activity.getExecutionContext();
        var ordered = Instant.ofEpochMilli(context.getInfo().getScheduledTimestamp());
        return new FollowedOrder(client.newUntypedWorkflowStub(run), run, ordered).outcome(context::heartbeat);
    }

    @Override
    public void endRun(End end) {
        try {
            client.newUntypedWorkflowStub(end.run()).terminate(end.reason());
        } catch (WorkflowNotFoundException gone) {
            return;
        }
    }
}
