/** The plan for one release: a runbook and an environment's policy, checked as a whole, then frozen. */
@NullMarked
package norn.plan;

import org.jspecify.annotations.NullMarked;
