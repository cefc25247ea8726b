/** The players' door, the notices they get, and how they leave. */
@NullMarked
package norn.action.players;

import org.jspecify.annotations.NullMarked;
