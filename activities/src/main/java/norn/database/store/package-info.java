/** The stores beside the main database: other databases, and whatever else holds data that no release brings. */
@NullMarked
package norn.database.store;

import org.jspecify.annotations.NullMarked;
