/** The rules of a phase, pure: events and messages in, commands out. They do not know Temporal. */
@NullMarked
package norn.engine;

import org.jspecify.annotations.NullMarked;
