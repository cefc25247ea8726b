/** What every workflow run shares: clock, limits, calls of activities, other runs, queries, what people see. */
@NullMarked
package norn.run;

import org.jspecify.annotations.NullMarked;
