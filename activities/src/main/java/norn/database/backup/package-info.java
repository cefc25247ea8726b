/** Dumps of a database and their verification by a restore. */
@NullMarked
package norn.database.backup;

import org.jspecify.annotations.NullMarked;
