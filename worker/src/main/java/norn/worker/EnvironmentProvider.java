package norn.worker;

import norn.environment.Host;
import norn.plan.Plan;
import norn.plan.PlanRequest;

/** The environments that this host has files of. */
public interface EnvironmentProvider {
    /** The environment as this host has it, from its file as it is now. */
    Host host(String environment);

    /** The plan for a request, checked as a whole. */
    Plan plan(PlanRequest request);
}
