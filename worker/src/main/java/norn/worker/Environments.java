package norn.worker;

import norn.environment.Hands;
import norn.plan.Plan;
import norn.plan.PlanRequest;

/** The environments that this host has files of. */
public interface Environments {
    /** The hands of an environment on this host, as its file says now. */
    Hands hands(String environment);

    /** The plan for a request, checked as a whole. */
    Plan plan(PlanRequest request);
}
