package norn.catalog;

import java.util.List;
import norn.plan.Problem;
import norn.yaml.InvalidConfiguration;

/** An environment's file is wrong. */
public final class InvalidEnvironment extends InvalidConfiguration {
    private static final long serialVersionUID = 1;

    /** A failure for those problems. */
    public InvalidEnvironment(String environment, List<Problem> problems) {
        super("environment " + environment, problems);
    }
}
