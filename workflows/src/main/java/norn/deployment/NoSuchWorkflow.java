package norn.deployment;

import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.util.List;
import norn.message.StartFailure;
import norn.plan.ShortText;
import norn.plan.Suggestion;

/** Runs for a misspelt workflow type: it fails at once, where the server would wait for ever for a worker that knows the type. */
public final class NoSuchWorkflow implements DynamicWorkflow {
    private static final List<String> KNOWN = List.of("Deployment", "Rollback");

    @Override
    public Object execute(EncodedValues input) {
        var type = Workflow.getInfo().getWorkflowType();
        var suggestion = Suggestion.forWord(type, KNOWN);
        throw StartFailure.invalid("workflow type %s: not known. Known: %s.%s"
                .formatted(
                        ShortText.quoted(type, 60),
                        String.join(", ", KNOWN),
                        suggestion == null ? "" : " " + suggestion));
    }
}
