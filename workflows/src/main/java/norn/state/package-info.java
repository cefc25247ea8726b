/** The events of a phase, and the state that follows from them. */
@NullMarked
package norn.state;

import org.jspecify.annotations.NullMarked;
