/** The words of a runbook, as records: what is to be done, when, by whom, and what failure means. */
@NullMarked
package norn.runbook;

import org.jspecify.annotations.NullMarked;
