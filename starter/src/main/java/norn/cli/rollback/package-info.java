/** What a rollback would do now: found out without a server, and without changing anything. */
@NullMarked
package norn.cli.rollback;

import org.jspecify.annotations.NullMarked;
