/** What a runbook and an environment's policy come to for one release: checked as a whole, then frozen. */
@NullMarked
package norn.plan;

import org.jspecify.annotations.NullMarked;
