/** The sessions of users: maintenance mode, which keeps new ones out, and draining those that there are. */
@NullMarked
package norn.sessions;

import org.jspecify.annotations.NullMarked;
