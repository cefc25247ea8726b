/** The rules of a phase, pure: events and messages in, commands out. Knows no Temporal. */
@NullMarked
package norn.engine;

import org.jspecify.annotations.NullMarked;
