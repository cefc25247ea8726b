/** What happened to a phase, and the state that it comes to. */
@NullMarked
package norn.state;

import org.jspecify.annotations.NullMarked;
