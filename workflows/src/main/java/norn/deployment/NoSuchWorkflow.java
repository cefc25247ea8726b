package norn.deployment;

import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.util.List;
import norn.message.Fields;
import norn.message.StartFailure;

/** What a misspelt workflow type runs: it says so and ends, where the server would wait for ever for a worker that knows it. */
public final class NoSuchWorkflow implements DynamicWorkflow {
    private static final List<String> KNOWN = List.of("Deployment", "Rollback");

    @Override
    public Object execute(EncodedValues input) {
        var type = Workflow.getInfo().getWorkflowType();
        throw StartFailure.invalid("workflow type %s: there is none of this name. Known: %s.%s"
                .formatted(
                        Fields.clipped(type, 60),
                        String.join(", ", KNOWN),
                        Fields.Spelling.nearest(type, KNOWN)
                                .map(" Did you mean %s?"::formatted)
                                .orElse("")));
    }
}
