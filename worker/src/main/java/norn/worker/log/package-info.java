/** The worker's log: one event a line, for people or for programs. */
@NullMarked
package norn.worker.log;

import org.jspecify.annotations.NullMarked;
