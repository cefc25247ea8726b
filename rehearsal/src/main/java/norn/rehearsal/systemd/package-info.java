/** The systemd of a user, for a sandbox that is like production: whether it runs, and the units that the sandbox has in it. */
@NullMarked
package norn.rehearsal.systemd;

import org.jspecify.annotations.NullMarked;
