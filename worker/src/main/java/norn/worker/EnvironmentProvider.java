package norn.worker;

import norn.environment.Host;
import norn.plan.Plan;
import norn.plan.PlanRequest;

/** The environments that this host has files of. */
public interface EnvironmentProvider {
    /** The hands of an environment on this host, as its file says now. */
    Host host(String environment);

    /** The plan for a request, checked as a whole. */
    Plan plan(PlanRequest request);
}
