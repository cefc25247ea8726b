/** What a rollback would do here and now, found out without a server and without changing anything. */
@NullMarked
package norn.cli.rollback;

import org.jspecify.annotations.NullMarked;
