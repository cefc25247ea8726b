package norn.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import norn.action.ActionFailed;
import norn.action.Fence;
import norn.catalog.InvalidConfiguration;
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
            return environments.plan(request);
        } catch (InvalidConfiguration invalid) {
            throw Failures.of(invalid);
        } catch (ActionFailed failed) {
            throw Failures.of(failed);
        }
    }

    @Override
    public long takeFence(FenceRequest request) {
        var fence = new Fence(environments.hands(request.environment()).records());
        try {
            return request.atLeast() > fence.highest()
                    ? fence.raise(request.atLeast(), request.holder())
                    : fence.take(request.holder());
        } catch (ActionFailed failed) {
            throw Failures.of(failed);
        }
    }

    @Override
    public String keepRecord(Keep keep) {
        return records.keep(keep).toString();
    }

    /** Asks now and then whether the status is final: a rollback's run stays open after that. */
    @Override
    public Result follow(String run) {
        var context = Activity.getExecutionContext();
        var stub = client.newUntypedWorkflowStub(run);
        while (true) {
            context.heartbeat(run);
            try {
                return stub.getResult(2, TimeUnit.SECONDS, Result.class);
            } catch (TimeoutException stillOpen) {
                var result = stub.query("checklist", JsonNode.class).path("result");
                if (result.isObject()) return Json.read(result, Result.class);
            } catch (io.temporal.client.WorkflowFailedException failed) {
                if (failed.getCause() instanceof ApplicationFailure said
                        && said.getDetails().getSize() > 0)
                    return said.getDetails().get(0, Result.class);
                var result = stub.query("checklist", JsonNode.class).path("result");
                if (result.isObject()) return Json.read(result, Result.class);
                throw Failures.forGood("NoResult", run + " ended without a result: " + failed.getMessage());
            }
        }
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
