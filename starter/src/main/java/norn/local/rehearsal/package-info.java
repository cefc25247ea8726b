/** The rehearsal on this machine: server, sandbox, worker and their environment file. */
@NullMarked
package norn.local.rehearsal;

import org.jspecify.annotations.NullMarked;
