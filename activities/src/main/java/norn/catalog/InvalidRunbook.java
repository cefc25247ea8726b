package norn.catalog;

import java.util.List;
import norn.plan.Problem;
import norn.yaml.InvalidConfiguration;

/** A runbook, or the plan made from it, is wrong. */
public final class InvalidRunbook extends InvalidConfiguration {
    private static final long serialVersionUID = 1;

    /** A failure for those problems. */
    public InvalidRunbook(String runbook, List<Problem> problems) {
        super("runbook " + runbook, problems);
    }
}
