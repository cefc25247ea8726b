package norn.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import norn.catalog.ChecklistItems;
import norn.files.LenientJson;
import norn.report.Checklist;
import norn.report.ReportModel;
import norn.report.Situation;
import norn.report.markdown.ItemChecklistText;
import norn.run.Queries;
import norn.run.RunIds;
import norn.state.Status;

/** Queries deployments. The texts in the answers are {@linkplain SafeText safe} to show. */
public final class ChecklistQueries {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private final Connection connection;

    /** Queries over that connection. */
    public ChecklistQueries(Connection connection) {
        this.connection = connection;
    }

    /** The checklist as the deployment answers it. */
    public JsonNode tree(String deployment) {
        return SafeText.tree(connection.workflow(deployment).query("checklist", JsonNode.class));
    }

    /** The report, as Markdown. */
    public String report(String deployment) {
        return SafeText.text(connection.workflow(deployment).query("report", String.class));
    }

    /** The plan and the journals. */
    public Queries.RunRecord runRecord(String deployment) {
        return connection.workflow(deployment).query("record", Queries.RunRecord.class);
    }

    /** The whole checklist by its item numbers, as Markdown; of a run without a plan its state alone. */
    public String items(String deployment) {
        var run = runRecord(deployment);
        var shown = LenientJson.value(tree(deployment), Checklist.class);
        var plan = run.plan();
        if (plan == null) {
            return report(deployment);
        }
        return SafeText.text(ItemChecklistText.of(
                ReportModel.of(plan, run.journals(), deployment, Status.valueOf(shown.status()), shown.asOf()),
                ChecklistItems.builtInTexts(plan.runbook().name())));
    }

    /** The checklist with the running phase's newest steps. */
    public Checklist newest(String deployment) {
        return withNewestSteps(LenientJson.value(tree(deployment), Checklist.class));
    }

    /**
     * Whether a worker answers for it now. A query as the others make it is repeated for more than a minute while nobody does: too
     * long for a person who only wants to know how things stand.
     */
    public boolean isAnswered(String deployment) {
        var request = QueryWorkflowRequest.newBuilder()
                .setNamespace(connection.namespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(deployment))
                .setQuery(WorkflowQuery.newBuilder().setQueryType("checklist"))
                .build();
        try {
            connection
                    .client()
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .withDeadlineAfter(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .queryWorkflow(request);
            return true;
        } catch (StatusRuntimeException failed) {
            // Whatever else is wrong, the query itself says better.
            return failed.getStatus().getCode() != Code.DEADLINE_EXCEEDED;
        }
    }

    /** Whether users are out, and whether the deployment is paused. */
    public Situation situation(String deployment) {
        return LenientJson.value(tree(deployment), Situation.class);
    }

    /** A deployment learns of the running phase's steps a section at a time; the phase itself knows them as they are. */
    Checklist withNewestSteps(Checklist whole) {
        var phase = whole.phase();
        if (phase == null || Ending.isFinal(whole.status())) {
            return whole;
        }
        try {
            return merged(whole, LenientJson.value(tree(RunIds.phase(whole.deployment(), phase)), Checklist.class));
        } catch (RuntimeException notYetOrOver) {
            return whole;
        }
    }

    private static Checklist merged(Checklist whole, Checklist phase) {
        var newest = new LinkedHashMap<String, Checklist.Line>();
        phase.steps().forEach(line -> newest.put(line.id(), line));
        var steps = new ArrayList<Checklist.Line>();
        whole.steps().forEach(line -> steps.add(newest.getOrDefault(line.id(), line)));
        return new Checklist(
                whole.deployment(),
                whole.environment(),
                whole.release(),
                whole.previousRelease(),
                whole.phase(),
                whole.status(),
                phase.asOf(),
                phase.t0() == null ? whole.t0() : phase.t0(),
                phase.goLiveAt() == null ? whole.goLiveAt() : phase.goLiveAt(),
                whole.waiting(),
                steps,
                whole.refused(),
                whole.incidents());
    }
}
