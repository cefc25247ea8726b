/** A release's migrations and the copy that they run on. */
@NullMarked
package norn.database.migration;

import org.jspecify.annotations.NullMarked;
