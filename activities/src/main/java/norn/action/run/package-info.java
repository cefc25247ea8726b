/** Runs actions by name: the list of capabilities, the checks before an act, and one try of an order. */
@NullMarked
package norn.action.run;

import org.jspecify.annotations.NullMarked;
