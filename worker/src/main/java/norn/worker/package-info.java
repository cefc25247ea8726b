/** The process that hosts workflows and activities: wiring, metrics and health. */
@NullMarked
package norn.worker;

import org.jspecify.annotations.NullMarked;
