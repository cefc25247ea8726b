/** The players' door, the notices they get, and how they leave. */
@NullMarked
package norn.sessions;

import org.jspecify.annotations.NullMarked;
