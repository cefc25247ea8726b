/** What databases of any kind hold, as texts by name that can be compared. */
@NullMarked
package norn.database.content;

import org.jspecify.annotations.NullMarked;
