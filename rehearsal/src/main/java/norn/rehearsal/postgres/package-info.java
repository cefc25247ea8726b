/** PostgreSQL programs for the sandbox: found, installed, run as a user that the server accepts. */
@NullMarked
package norn.rehearsal.postgres;

import org.jspecify.annotations.NullMarked;
