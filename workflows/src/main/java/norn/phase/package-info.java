/** One phase as a workflow: the engine connected to activities, timers and messages. */
@NullMarked
package norn.phase;

import org.jspecify.annotations.NullMarked;
